import type { Connection } from 'mysql2/promise';
import type { DataSource } from 'typeorm';
import { bytesToId, idToBytes } from '../../../src/platform/kernel/ids.js';
import { contentOf } from '../../builders/books.js';
import { rows } from '../../setup/sql.js';
import type { Diary, SwitchEntry, WriteEntry } from './diary.js';

interface EventRow {
  seq: number;
  type: string;
  payload: Buffer;
}

interface SwitchRow {
  id: Buffer;
  kind: 'reset' | 'restore';
  from_book_id: Buffer;
  to_book_id: Buffer;
  seq: number | null;
  payload: Buffer | null;
}

/** A time during which a book was open: between two switches, whose limits are those that the outside world knows. */
interface Epoch {
  readonly bookId: string;
  readonly openedNotBeforeMs: number;
  readonly closedNotAfterMs: number;
}

/** Compares one business at rest with the diary; returns everything that is not as it must be, in words. */
export class Verification {
  private readonly wrong: string[] = [];

  constructor(
    private readonly admin: Connection,
    private readonly dataSource: DataSource,
    private readonly diary: Diary,
    private readonly businessId: string,
  ) {}

  async problems(): Promise<string[]> {
    const events = await this.events();
    const switches = await this.switches();
    this.checkSequence(events);
    this.checkEvents(events, switches);
    this.checkFeedsAtSwitches(events);
    await this.checkFeedStates(events);
    const epochs = await this.checkChain(events, switches);
    this.checkAnswers(switches);
    this.checkRefusals(events);
    await this.checkWrites(events, epochs);
    await this.checkPayments(events);
    await this.checkNothingAfterSeal();
    await this.checkDigests();
    return this.wrong;
  }

  private must(holds: boolean, what: string): void {
    if (!holds) this.wrong.push(what);
  }

  private async events(): Promise<EventRow[]> {
    const found = await rows<EventRow>(
      this.admin,
      'SELECT business_seq AS seq, type, payload FROM audit_events WHERE subject = ? ORDER BY business_seq',
      [`business/${this.businessId}`],
    );
    return found.map((row) => ({ ...row, seq: Number(row.seq) }));
  }

  private switches(): Promise<SwitchRow[]> {
    return rows<SwitchRow>(
      this.admin,
      `SELECT s.id, s.kind, s.from_book_id, s.to_book_id, e.business_seq AS seq, e.payload
       FROM book_switches s LEFT JOIN audit_events e ON e.event_id = s.audit_event_id
       WHERE s.business_id = ? ORDER BY e.business_seq`,
      [idToBytes(this.businessId)],
    );
  }

  private checkSequence(events: EventRow[]): void {
    this.must(
      events.every(({ seq }, i) => seq === i + 1),
      `the events are not numbered without gaps: ${events.map(({ seq }) => seq).join(' ')}`,
    );
  }

  /** Every switch has its event of the right type with the right snapshot, and its evidence; every event its switch. */
  private checkEvents(events: EventRow[], switches: SwitchRow[]): void {
    for (const row of switches) {
      const [id, from, to] = [row.id, row.from_book_id, row.to_book_id].map((bytes) => bytesToId(bytes));
      const event = row.payload && JSON.parse(row.payload.toString('utf8'));
      this.must(event?.type === `business.${row.kind}.completed`, `switch ${id}: its event is ${event?.type}`);
      this.must(event?.data.snapshot.id === (row.kind === 'reset' ? from : to), `switch ${id}: the wrong snapshot`);
      const { switch_id, from_book_id, to_book_id } = event?.data.details ?? {};
      this.must(switch_id === id && from_book_id === from && to_book_id === to, `switch ${id}: the wrong details`);
      const checks = (event?.data.precondition ?? []) as {
        name: string;
        held: boolean;
        feeds?: { status: string }[];
      }[];
      this.must(checks.length > 0 && checks.every(({ held }) => held), `switch ${id}: a precondition did not hold`);
      const feeds = checks.find(({ name }) => name === 'bank-feeds-disconnected')?.feeds;
      this.must(
        feeds?.every(({ status }) => status === 'disconnected') === true,
        `switch ${id}: a feed in its evidence`,
      );
    }
    const completed = events.filter(({ type }) => /^business\.re(set|store)\.completed$/.test(type)).length;
    this.must(completed === switches.length, `${completed} events of completion for ${switches.length} switches`);
  }

  /** By the log alone: no feed was anything but disconnected when a switch was done. */
  private checkFeedsAtSwitches(events: EventRow[]): void {
    const states = new Map<string, string>();
    for (const { type, payload, seq } of events) {
      if (type.startsWith('bank-feed.')) states.set(JSON.parse(payload.toString('utf8')).data.details.feed_id, type);
      if (!/\.completed$/.test(type)) continue;
      const open = [...states].filter(([, state]) => state !== 'bank-feed.disconnected');
      this.must(
        open.length === 0,
        `event ${seq} (${type}) with feeds ${open.map(([id, state]) => `${id} ${state}`).join(', ')}`,
      );
    }
  }

  private async checkFeedStates(events: EventRow[]): Promise<void> {
    const told = new Map<string, string>();
    for (const { type, payload } of events) {
      if (type.startsWith('bank-feed.')) told.set(JSON.parse(payload.toString('utf8')).data.details.feed_id, type);
    }
    const found = await rows<{ id: Buffer; state: string }>(
      this.admin,
      'SELECT id, state FROM bank_feeds WHERE business_id = ?',
      [idToBytes(this.businessId)],
    );
    this.must(found.length === told.size, `${found.length} feeds, and ${told.size} in the log`);
    for (const { id, state } of found) {
      const event = told.get(bytesToId(id));
      this.must(event === `bank-feed.${state}`, `feed ${bytesToId(id)} is ${state}, and the log says ${event}`);
    }
  }

  /** The switches are a chain from the first book to the one that is open and pointed to. */
  private async checkChain(events: EventRow[], switches: SwitchRow[]): Promise<Epoch[]> {
    const signedUp = events.find(({ type }) => type === 'business.signed-up')!;
    let at = JSON.parse(signedUp.payload.toString('utf8')).data.details.book_id as string;
    const opened: { bookId: string; by?: SwitchRow }[] = [{ bookId: at }];
    for (const row of switches) {
      this.must(
        bytesToId(row.from_book_id) === at,
        `switch ${bytesToId(row.id)} does not begin where the last one ended`,
      );
      at = bytesToId(row.to_book_id);
      opened.push({ bookId: at, by: row });
    }
    const books = await rows<{ id: Buffer; sealed_at: Date | null; current: number }>(
      this.admin,
      `SELECT k.id, k.sealed_at, k.id = b.current_book_id AS current FROM books k JOIN businesses b ON b.id = k.business_id
       WHERE b.id = ?`,
      [idToBytes(this.businessId)],
    );
    const open = books.filter(({ sealed_at }) => sealed_at === null);
    this.must(open.length === 1 && Number(open[0]!.current) === 1, 'the open book is not the one pointed to');
    this.must(open.length === 1 && bytesToId(open[0]!.id) === at, 'the open book is not the last one switched to');
    const known = opened.map(
      ({ by }) => by && this.diary.switches.find(({ switchId }) => switchId === bytesToId(by.id)),
    );
    return opened.map(({ bookId, by }, i) => ({
      bookId,
      openedNotBeforeMs: by ? (known[i]?.beganMs ?? this.earliestUnknown(by.kind)) : 0,
      closedNotAfterMs: i + 1 < opened.length ? (known[i + 1]?.endedMs ?? Infinity) : Infinity,
    }));
  }

  private ofBusiness<T extends SwitchEntry | WriteEntry>(entries: readonly T[]): T[] {
    return entries.filter(({ businessId }) => businessId === this.businessId);
  }

  private earliestUnknown(kind: string): number {
    const asked = this.ofBusiness(this.diary.switches).filter(
      (entry) => entry.kind === kind && entry.outcome === 'unknown',
    );
    return Math.min(...asked.map(({ beganMs }) => beganMs));
  }

  /** Each answer stands for one switch, and there are no others but those whose answer was lost. */
  private checkAnswers(switches: SwitchRow[]): void {
    const asked = this.ofBusiness(this.diary.switches);
    const answered = asked.filter(({ outcome }) => outcome === 'done').map(({ switchId }) => switchId!);
    this.must(new Set(answered).size === answered.length, 'two requests were answered with the same switch');
    const found = new Set(switches.map(({ id }) => bytesToId(id)));
    for (const id of answered) this.must(found.has(id), `switch ${id} was answered, and is not there`);
    for (const kind of ['reset', 'restore'] as const) {
      const more = switches.filter((row) => row.kind === kind && !answered.includes(bytesToId(row.id))).length;
      const unknown = asked.filter((entry) => entry.kind === kind && entry.outcome === 'unknown').length;
      this.must(more <= unknown, `${more} switches (${kind}) that nobody was told of, and ${unknown} lost answers`);
    }
  }

  /** Every refusal that somebody was told is in the log. */
  private checkRefusals(events: EventRow[]): void {
    const recorded = events
      .filter(({ type }) => /^business\.re(set|store)\.denied$/.test(type))
      .map(({ type, payload }) => `${type.split('.')[1]} ${JSON.parse(payload.toString('utf8')).data.reason}`);
    const told = this.ofBusiness(this.diary.switches).filter(({ outcome }) => outcome === 'refused');
    for (const name of new Set(told.map(({ kind, code }) => `${kind} ${code}`))) {
      const [toldCount, recordedCount] = [
        told.filter(({ kind, code }) => `${kind} ${code}` === name).length,
        recorded.filter((found) => found === name).length,
      ];
      this.must(recordedCount >= toldCount, `${toldCount} refusals "${name}", ${recordedCount} in the log`);
    }
  }

  /** No committed write is lost or doubled, none lands in a book that was not open while it was made. */
  private async checkWrites(events: EventRow[], epochs: Epoch[]): Promise<void> {
    let imports = 0;
    for (const write of this.ofBusiness(this.diary.writes)) {
      const found = await this.booksWith(write);
      const name = `${write.kind} ${write.marker} (${write.outcome})`;
      const allowed = { done: [write.rows], refused: [0], unknown: [0, write.rows] }[write.outcome];
      this.must(allowed.includes(found.length), `${name}: ${found.length} rows of ${write.rows}`);
      if (found.length === 0) continue;
      if (write.kind === 'import') imports += 1;
      this.must(new Set(found).size === 1, `${name}: in several books`);
      const fits = epochs.some(
        ({ bookId, openedNotBeforeMs, closedNotAfterMs }) =>
          bookId === found[0] && write.endedMs >= openedNotBeforeMs && write.beganMs <= closedNotAfterMs,
      );
      this.must(fits, `${name}: in the book ${found[0]}, which was not open at that time`);
    }
    const told = events.filter(({ type }) => type === 'books.imported').length;
    this.must(told === imports, `${imports} imports, and ${told} in the log`);
  }

  private async booksWith({ kind, marker }: WriteEntry): Promise<string[]> {
    const found = await rows<{ book_id: Buffer }>(
      this.admin,
      kind === 'contact'
        ? 'SELECT book_id FROM contacts WHERE name = ?'
        : 'SELECT book_id FROM journal_entries WHERE label = ?',
      [marker],
    );
    return found.map(({ book_id }) => bytesToId(book_id));
  }

  /** What a customer was told is there, once, and every record of it has its entry and its event. */
  private async checkPayments(events: EventRow[]): Promise<void> {
    const numberOf = async (what: string) => {
      const [found] = await rows<{ n: number | string }>(this.admin, `SELECT COUNT(*) AS n FROM ${what}`, [
        idToBytes(this.businessId),
      ]);
      return Number(found!.n);
    };
    const told = (type: string) => events.filter((event) => event.type === type).length;
    const inBooks = 'recorded_payments r JOIN books b ON b.id = r.book_id';
    const [received, recorded, balanced] = [
      await numberOf('online_payments WHERE business_id = ?'),
      await numberOf(`${inBooks} WHERE b.business_id = ?`),
      await numberOf(
        `${inBooks} JOIN online_payments p ON p.id = r.payment_id AND p.business_id = b.business_id
           AND p.amount = r.amount JOIN journal_lines l ON l.book_id = r.book_id AND l.entry_id = r.entry_id
           AND l.debit = r.amount WHERE b.business_id = ?`,
      ),
    ];
    this.must(told('payment.received') === received, `${received} payments, ${told('payment.received')} in the log`);
    this.must(told('payment.recorded') === recorded, `${recorded} records, ${told('payment.recorded')} in the log`);
    this.must(balanced === recorded, `${recorded} records of payments, ${balanced} with their entry`);
    for (const reference of this.diary.paid) {
      const there = await rows(this.admin, 'SELECT 1 FROM online_payments WHERE reference = ?', [reference]);
      this.must(
        there.length === 1,
        `the payment ${reference} was told to a customer and is there ${there.length} times`,
      );
    }
  }

  private async checkNothingAfterSeal(): Promise<void> {
    const tables = await rows<{ name: string }>(
      this.admin,
      `SELECT c.TABLE_NAME AS name FROM information_schema.COLUMNS c JOIN information_schema.COLUMNS b
         ON b.TABLE_SCHEMA = c.TABLE_SCHEMA AND b.TABLE_NAME = c.TABLE_NAME AND b.COLUMN_NAME = 'book_id'
       WHERE c.TABLE_SCHEMA = DATABASE() AND c.COLUMN_NAME = 'created_at'`,
    );
    for (const { name } of tables) {
      const [late] = await rows<{ n: number | string }>(
        this.admin,
        `SELECT COUNT(*) AS n FROM ${name} t JOIN books b ON b.id = t.book_id
         WHERE b.business_id = ? AND t.created_at > b.sealed_at`,
        [idToBytes(this.businessId)],
      );
      this.must(Number(late!.n) === 0, `${late!.n} rows of ${name} are younger than the seal of their book`);
    }
  }

  /** What was read after a seal, and what the background job stored, is what is in the book as long as the seal holds. */
  private async checkDigests(): Promise<void> {
    const sealed = await rows<{ id: Buffer; sealed_at: Date; digest: Buffer | null }>(
      this.admin,
      'SELECT id, sealed_at, digest FROM books WHERE business_id = ? AND sealed_at IS NOT NULL',
      [idToBytes(this.businessId)],
    );
    for (const { id, sealed_at, digest } of sealed) {
      const now = await contentOf(this.dataSource, id);
      if (digest) this.must(digest.toString('hex') === now, `book ${bytesToId(id)}: its stored digest does not hold`);
      const seen = this.diary.seen.filter(
        ({ bookId, sealedAt }) => bookId === bytesToId(id) && sealedAt === sealed_at.toISOString(),
      );
      for (const { digest: then } of seen) this.must(then === now, `book ${bytesToId(id)} changed after its seal`);
    }
  }
}
