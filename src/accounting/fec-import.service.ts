import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { rolesOf, type MembershipFacts } from '../policy/ability.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { AuditReader } from '../log/events/audit-reader.service.js';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { WriteJobs, type RunningJob } from '../books/write-jobs.service.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { inTransaction, isDuplicateKey, select, write } from '../platform/database/transaction.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { MINUTE_MS, now } from '../platform/kernel/clock.js';
import { idToBytes, newId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents } from '../platform/kernel/money.js';
import { MonthSums } from './account-months.js';
import { FecError } from './fec/fec-error.js';
import { checkFec, readFec, type FecSummary } from './fec/reader.js';
import type { FecLine } from './fec/row.js';
import { IdSeries } from './id-series.js';
import { Auxiliaries } from './fec-contacts.js';
import { countBeyondNumber } from './entry-numbers.js';
import { insertEntries, insertLines } from './entry-writing.js';
import { clearOldSpool, withSpooledFile, type SpooledFile } from './spool.js';
import type { journal_entries, journals, ledger_accounts } from './tables.generated.js';

/** What an import added; `accounts` are those of the file, `accountsCreated` those that were not there before. */
export interface ImportResult {
  readonly entries: number;
  readonly lines: number;
  readonly accounts: number;
  readonly accountsCreated: number;
  /** Customers and suppliers that the file names and the books did not have. */
  readonly contactsCreated: number;
  /** The event that records it. */
  readonly auditEventId: string;
}

/** A statement of a thousand lines on a busy database takes longer than one for a page. */
const UNHURRIED = { statementMsMax: 10 * MINUTE_MS };
const LINES_PER_INSERT = 1_000;
const NAMES_PER_INSERT = 1_000;

type NamedRow =
  | (Pick<journals, 'id'> & { code: journals['code'] })
  | (Pick<ledger_accounts, 'id'> & { code: ledger_accounts['number'] });

interface Names {
  readonly journals: Map<string, Buffer>;
  readonly accounts: Map<string, Buffer>;
}

/** Imports a FEC file: all of it in one transaction, or nothing. */
@Injectable()
export class FecImport implements OnModuleInit {
  private readonly folder: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly writeJobs: WriteJobs,
    private readonly audit: AuditLog,
    private readonly events: AuditReader,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.folder = join(settings.dataDir, 'spool');
  }

  onModuleInit(): Promise<void> {
    return clearOldSpool(this.folder);
  }

  /**
   * Throws INVALID_FEC (`line`, `column`, `reason` of the first fault, `errors` with the first fifty), ALREADY_EXISTS for
   * an entry that is in the books, TOO_LARGE.
   */
  run(actor: UserActor, membership: MembershipFacts, upload: Readable): Promise<ImportResult> {
    return withSpooledFile(this.folder, upload, (file) =>
      this.writeJobs.announced(membership.businessId, 'import', async (report) => {
        const summary = await checked(file.path);
        report(0, summary.lines);
        await this.countBeyond(membership.businessId, summary);
        return this.store(actor, membership, file, summary, (done) => report(done, summary.lines));
      }),
    );
  }

  progress(businessId: BusinessId): Promise<RunningJob | undefined> {
    return this.writeJobs.running(businessId);
  }

  /** What an import of the business added, from the event that records it; undefined for any other id. */
  async done(
    businessId: BusinessId,
    auditEventId: string,
  ): Promise<Pick<ImportResult, 'entries' | 'lines' | 'accounts'> | undefined> {
    const details = await this.events.detailsOf(businessId, auditEventId, 'books.imported');
    if (!details) return undefined;
    const { entries, lines, accounts } = details;
    return accounts === undefined ? undefined : { entries, lines, accounts };
  }

  /**
   * The counters go on above the file's numbers from here on. In a transaction of its own and before the other: what is posted
   * while a long import runs must neither wait for it nor take a number that it is about to bring.
   */
  private countBeyond(businessId: BusinessId, { lastCounted }: FecSummary): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => {
      for (const [journal, last] of [...lastCounted].sort()) {
        if (last > 0) await countBeyondNumber({ tx, businessId }, journal, last);
      }
    });
  }

  private store(
    actor: UserActor,
    membership: MembershipFacts,
    file: SpooledFile,
    summary: FecSummary,
    report: (lines: number) => void,
  ): Promise<ImportResult> {
    return writeToBook(
      this.dataSource,
      membership.businessId,
      async (into) => {
        const journals = await upsertNames(into, 'journals', 'code', summary.journals);
        const accounts = await upsertNames(into, 'ledger_accounts', 'number', summary.accounts);
        const names = { journals: journals.ids, accounts: accounts.ids };
        const entryIds = new IdSeries();
        const auxiliaries = new Auxiliaries(into);
        const months = new MonthSums(into);
        let [entries, lines] = [0, 0];
        for await (const batch of readFec(file.path, summary, LINES_PER_INSERT)) {
          entries = await insertNewEntries(into, batch, entries, names, entryIds);
          await insertLines(
            into,
            batch.map((line) => columnsOf(line, names, entryIds)),
          );
          await months.add(batch.map((line) => ofMonth(line, names)));
          await auxiliaries.note(batch);
          lines += batch.length;
          report(lines);
        }
        await months.write();
        const event = await this.audit.append(into.tx, {
          type: 'books.imported',
          subjectId: membership.businessId,
          actor,
          roles: rolesOf(actor, membership),
          outcome: 'success',
          details: { book_id: into.bookId, entries, lines, accounts: summary.accounts.size, sha256: file.sha256 },
        });
        const counts = {
          accounts: summary.accounts.size,
          accountsCreated: accounts.created,
          contactsCreated: auxiliaries.created,
        };
        return { entries, lines, ...counts, auditEventId: event.id };
      },
      UNHURRIED,
    );
  }
}

async function checked(path: string): Promise<FecSummary> {
  try {
    return await checkFec(path);
  } catch (error) {
    if (!(error instanceof FecError)) throw error;
    const errors = [error, ...error.further].map((fault) => ({ ...placeOf(fault), message: fault.message }));
    throw Object.assign(new AppError('INVALID_FEC', error.message, { ...placeOf(error), errors }), { cause: error });
  }
}

const placeOf = ({ line, column, reason, field, value }: FecError) => ({ line, column, reason, field, value });

/** Adds the names that are not there yet, in the order of their codes, so that two imports cannot wait for each other in a circle. */
async function upsertNames(
  into: BookWrite,
  table: 'journals' | 'ledger_accounts',
  code: 'code' | 'number',
  names: ReadonlyMap<string, string>,
): Promise<{ ids: Map<string, Buffer>; created: number }> {
  const dated = table === 'ledger_accounts';
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const ids = new Map<string, Buffer>();
  let created = 0;
  for (let i = 0; i < sorted.length; i += NAMES_PER_INSERT) {
    const part = sorted.slice(i, i + NAMES_PER_INSERT);
    const rows = part.map(([key, name]) => [into.book, idToBytes(newId()), key, name, ...(dated ? [now()] : [])]);
    const { affectedRows } = await write(
      into.tx,
      `INSERT IGNORE INTO ${table} (book_id, id, ${code}, name${dated ? ', created_at' : ''}) VALUES ?`,
      [rows],
    );
    created += affectedRows;
    const found = await select<NamedRow>(
      into.tx,
      `SELECT id, ${code} AS code FROM ${table} WHERE book_id = ? AND ${code} IN (?)`,
      [into.book, part.map(([key]) => key)],
    );
    for (const row of found) ids.set(row.code, row.id);
  }
  return { ids, created };
}

/** Inserts the entries that begin in this batch; returns how many there are so far. */
async function insertNewEntries(
  into: BookWrite,
  batch: readonly FecLine[],
  known: number,
  names: Names,
  ids: IdSeries,
): Promise<number> {
  const begun = batch.filter((line) => line.lineInEntry === 1);
  if (begun.length === 0) return known;
  await assertNumbersFree(into, begun, names, ids);
  try {
    await insertEntries(
      into,
      begun.map((line) => ({
        id: ids.at(line.entry),
        journalId: names.journals.get(line.journalCode)!,
        number: line.entryNumber,
        date: line.entryDate,
        label: line.label,
      })),
    );
  } catch (error) {
    // Somebody has just posted it.
    if (isDuplicateKey(error, 'journal_entries_number')) throw alreadyThere(begun[0]!);
    throw error;
  }
  return known + begun.length;
}

/**
 * No entry that was in the books before has the journal, the number and the year of one in the file; a file may repeat itself.
 * Found by number alone, along an index: the year of the few that are found decides. Throws ALREADY_EXISTS.
 */
async function assertNumbersFree(
  { tx, book }: BookWrite,
  begun: readonly FecLine[],
  names: Names,
  ids: IdSeries,
): Promise<void> {
  const asked = begun.map((line) => [names.journals.get(line.journalCode)!, line.entryNumber]);
  const taken = await select<Pick<journal_entries, 'id' | 'journal_id' | 'number' | 'entry_date'>>(
    tx,
    `SELECT id, journal_id, number, entry_date FROM journal_entries FORCE INDEX (journal_entries_by_number)
     WHERE book_id = ? AND (journal_id, number) IN (?)`,
    [book, asked],
  );
  const keyOf = (journal: Buffer, number: string, date: string) =>
    `${journal.toString('hex')} ${date.slice(0, 4)} ${number}`;
  const before = new Set(
    taken.filter(({ id }) => !ids.has(id)).map((e) => keyOf(e.journal_id, e.number, e.entry_date)),
  );
  if (before.size === 0) return;
  const line = begun.find((l) => before.has(keyOf(names.journals.get(l.journalCode)!, l.entryNumber, l.entryDate)));
  if (line) throw alreadyThere(line);
}

function alreadyThere(line: FecLine): AppError {
  return new AppError(
    'ALREADY_EXISTS',
    `The books have an entry ${line.entryNumber} of ${line.entryDate.slice(0, 4)} in the journal ${line.journalCode} already. ` +
      'Was this file imported before? Nothing was changed.',
    { line: line.line, column: 3 },
  );
}

const ofMonth = ({ accountNumber, entryDate, debit, credit }: FecLine, { accounts }: Names) => ({
  account: accounts.get(accountNumber)!,
  date: entryDate,
  debit,
  credit,
});

function columnsOf(line: FecLine, names: Names, ids: IdSeries): unknown[] {
  return [
    ids.at(line.entry),
    line.lineInEntry,
    names.accounts.get(line.accountNumber),
    formatCents(line.debit),
    formatCents(line.credit),
    line.label,
    line.auxNumber,
    line.auxName,
    line.pieceRef,
    line.pieceDate,
    line.lettering,
    line.letteredOn,
    line.validatedOn,
    line.foreignAmount === null ? null : formatCents(line.foreignAmount),
    line.foreignCurrency,
  ];
}
