import { FecExport } from '../accounting/fec-export.service.js';
import { FinancialReports } from '../accounting/reports/financial-reports.service.js';
import type { Period } from '../accounting/reports/periods.js';
import { daysOfBook } from '../accounting/reports/report-rows.js';
import { REPORTS, type ReportName } from '../accounting/reports/report.js';
import { WHOLE_LISTS, wholeList, type WholeList } from '../accounting/whole-lists.js';
import { WAITING_LIST, waitingList } from '../banking/online-payments/waiting-list.js';
import type { BookCounts } from '../books/book-counts.js';
import { rawTables } from '../books/book-rows.js';
import { findSnapshot, type Snapshot } from '../books/snapshots.service.js';
import type { PackContents, PackedBook, PackFile } from '../packs/pack-contents.js';
import { businessHead } from '../people/businesses/business-head.js';
import type { Reading } from '../platform/database/frozen-reading.js';
import { csvStream } from '../platform/kernel/csv.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { pdfTable } from '../ui/print/pdf-table.js';
import { fecFileName } from './fec-file-name.js';
import { fileName } from './file-name.js';
import { csvRows, isComparedByItself, tableOf, theBooksBefore } from './report-files.js';
import { words } from './words.js';

/** How often the lines of the ledger are written: in two reports as PDF and CSV each, and in the FEC file. */
const TIMES_LINES = 5;

type Cells = AsyncIterable<(string | null)[]>;

/** Whose it is, for whom, and what tells that rows were written. */
interface Packing extends PackedBook {
  readonly reading: Reading;
  readonly ctx: { readonly locale: PackedBook['locale']; readonly timeZone: string; readonly business: Business };
  readonly currency: string;
  readonly snapshot: Snapshot | undefined;
  readonly onRows: (count: number) => void;
}

interface Business {
  readonly name: string;
  readonly timeZone: string;
}

/** What a pack holds, in the reader's language (SPEC §9). A table that is added to the books is in it without a line here. */
export const packContents: PackContents = async (book, reading, onRows) => {
  const head = await businessHead(reading.manager, book.businessId);
  const business = { name: head.name, timeZone: head.time_zone };
  const packing: Packing = {
    ...book,
    reading,
    ctx: { locale: book.locale, timeZone: head.time_zone, business },
    currency: head.currency,
    snapshot: await findSnapshot(reading.manager, book.businessId, book.bookId),
    onRows,
  };
  const { folder } = words(packing.ctx).t.pack;
  const files = [
    ...(await reportFiles(packing)),
    await fecFile(packing),
    ...listFiles(packing),
    ...(await tableFiles(packing)),
  ];
  return {
    name: fileName(packing.ctx, folder, '').replace(/\.$/, ''),
    files: [textFile('README.txt', readme(packing)), ...files, bookFile(packing)],
    rows: rowsIn(book.counts),
  };
};

function rowsIn(counts: BookCounts): number {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return all + TIMES_LINES * (counts['journalLines'] ?? 0);
}

/** The ledger and the journal are whole; the others are of the year of the last entry, statements beside the year before. */
async function reportFiles(packing: Packing): Promise<PackFile[]> {
  const { reading, bookId, ctx, currency, asOf } = packing;
  const reports = new FinancialReports(reading);
  const today = dateIn(ctx.timeZone, asOf);
  const last = (await daysOfBook(reading.manager, bookId))?.until ?? today;
  const { t } = words(ctx);
  const table = (name: ReportName) => {
    const period = periodOf(name, last > today ? last : today, last);
    const before = isComparedByItself(name) ? theBooksBefore(ctx, name, { bookId, period }) : undefined;
    const ask = { bookId, period, beside: before?.beside, timeZone: ctx.timeZone, locale: ctx.locale };
    const report = reports.report(name, ask, t.reports);
    const made = tableOf(ctx, { report, period, then: before?.then, currency });
    return { ...made, rows: counted(made.rows, packing.onRows) };
  };
  return REPORTS.flatMap((name): PackFile[] => {
    const path = `${t.pack.folders.reports}/${t.reports.files[name]}`;
    return [
      { path: `${path}.pdf`, content: () => pdfTable(table(name), asOf) },
      {
        path: `${path}.csv`,
        content: () => {
          const csv = table(name);
          return csvStream(
            csv.columns.map(({ header }) => header),
            csvRows(csv),
          );
        },
      },
    ];
  });
}

function periodOf(name: ReportName, until: string, last: string): Period {
  if (name === 'ledger' || name === 'journal') return { until };
  return { from: `${last.slice(0, 4)}-01-01`, until };
}

async function* counted<Row>(
  batches: AsyncIterable<readonly Row[]>,
  onRows: (count: number) => void,
): AsyncGenerator<readonly Row[]> {
  for await (const batch of batches) {
    yield batch;
    onRows(batch.length);
  }
}

async function fecFile({ reading, businessId, bookId, ctx, onRows }: Packing): Promise<PackFile> {
  const { t } = words(ctx);
  const name = (await fecFileName(reading.manager, { businessId, bookId })) ?? `${t.reportFiles.ledger}.fec.txt`;
  return {
    path: `${t.pack.folders.fec}/${name}`,
    async *content() {
      for await (const lines of new FecExport(reading).lines(bookId, ctx.timeZone)) {
        yield lines;
        onRows(lines.split('\n').length - 1);
      }
    },
  };
}

function listFiles(packing: Packing): PackFile[] {
  const { reading, businessId, bookId, ctx, snapshot } = packing;
  const { t } = words(ctx);
  const { columns, lists, folders } = t.pack;
  const file = (name: string, header: readonly (keyof typeof columns)[], rows: () => Cells) =>
    csvFile(
      packing,
      `${folders.lists}/${name}.csv`,
      header.map((column) => columns[column]),
      rows,
    );
  const kinds = t.contactsFile.kinds;
  return [
    ...(Object.keys(WHOLE_LISTS) as WholeList[]).map((list) =>
      file(lists[list], WHOLE_LISTS[list], () => {
        const rows = wholeList(reading.manager, bookId, list);
        return list === 'contacts' ? withKinds(rows, kinds) : rows;
      }),
    ),
    // What waits, waits for the open books; a snapshot has no payments of its own.
    ...(snapshot ? [] : [file(lists.waiting, WAITING_LIST, () => waitingList(reading.manager, businessId, bookId))]),
  ];
}

async function* withKinds(rows: Cells, kinds: Readonly<Record<string, string>>): Cells {
  for await (const [name, kind, ...rest] of rows) yield [name!, kinds[kind ?? ''] ?? kind!, ...rest];
}

async function tableFiles(packing: Packing): Promise<PackFile[]> {
  const { folders } = words(packing.ctx).t.pack;
  const tables = await rawTables(packing.reading.manager, packing.bookId);
  return tables.map(({ table, columns, rows }) => csvFile(packing, `${folders.tables}/${table}.csv`, columns, rows));
}

function csvFile({ onRows }: Packing, path: string, header: readonly string[], rows: () => Cells): PackFile {
  return {
    path,
    content: () => csvStream([...header], eachCounted(rows(), onRows)),
  };
}

async function* eachCounted(rows: Cells, onRows: (count: number) => void): AsyncGenerator<(string | null)[]> {
  for await (const row of rows) {
    yield row;
    onRows(1);
  }
}

function textFile(path: string, text: string): PackFile {
  return {
    path,
    async *content() {
      yield text;
    },
  };
}

/** For a program that is given the pack. */
function bookFile({ businessId, bookId, ctx, currency, asOf, counts, snapshot }: Packing): PackFile {
  const about = {
    business: { id: businessId, name: ctx.business.name, currency, timeZone: ctx.timeZone },
    book: bookId,
    asOf: asOf.toISOString(),
    snapshot: snapshot
      ? {
          id: snapshot.id,
          sealedAt: snapshot.sealedAt.toISOString(),
          expiresAt: snapshot.expiresAt.toISOString(),
          digest: snapshot.digest ?? null,
        }
      : null,
    counts,
  };
  return textFile('book.json', `${JSON.stringify(about, null, 2)}\n`);
}

function readme({ ctx, bookId, asOf, counts, snapshot }: Packing): string {
  const { t, f } = words(ctx);
  const { readme: texts, folders } = t.pack;
  const names: Readonly<Record<string, string>> = t.counts;
  const at = (time: Date) => f.dateTimeToTheSecond(time.toISOString());
  const paragraphs = [
    [texts.title(ctx.business.name), texts.asOf(at(asOf)), texts.reference(bookId)],
    snapshot
      ? [
          texts.sealed(at(snapshot.sealedAt), at(snapshot.expiresAt)),
          ...(snapshot.digest ? [texts.digest(snapshot.digest)] : []),
        ]
      : [],
    [texts.check, texts.checkMac],
    [
      `${folders.reports}/  ${texts.reports}`,
      `${folders.fec}/  ${texts.fec}`,
      `${folders.lists}/  ${texts.lists}`,
      `${folders.tables}/  ${texts.tables}`,
      `book.json  ${texts.book}`,
    ],
    [texts.csv],
    [
      `${texts.counts}:`,
      ...Object.entries(counts).map(([kind, count]) => `  ${names[kind] ?? kind}: ${f.number(count)}`),
    ],
  ];
  const text = paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join('\r\n'));
  // Narrow and hard spaces are for print: an editor of plain text shows them as it likes.
  return `${text.join('\r\n\r\n').replace(/[\u00a0\u202f]/g, ' ')}\r\n`;
}
