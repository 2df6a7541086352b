import type { DataSource, EntityManager } from 'typeorm';
import { BookLists } from '../../src/accounting/lists/book-lists.service.js';
import type { ListAsk, ListedPage } from '../../src/accounting/lists/list-ask.js';
import { JournalService } from '../../src/accounting/journal.service.js';
import { InvoiceStates } from '../../src/banking/online-payments/invoice-states.service.js';
import type { Businesses } from '../../src/people/businesses/businesses.service.js';
import { bytesToId, type BookId, type BusinessId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

const CONTACTS = 100_000;
const INVOICES = 20_000;
/** Many have one name: the order goes on by id, and a page deep among them is found like any other. */
const NAMESAKES = 30_000;
const PER_PAGE = 50;
/** What a page may read beside its rows: its place, the end of it, and what stands beside each row. */
const READ_MOST = 600;
/** Of what no index gives so many rows are looked at, twice: for their end, and for what is in them. */
const LOOKED_AT_MOST = 21_500;

type Read = (ask: Partial<ListAsk>) => Promise<ListedPage<{ readonly id: string }>>;

describe('a list of a book of a hundred thousand contacts', () => {
  let scene: Scene;
  let book: Buffer;
  let bookId: BookId;
  let lists: Record<string, Read>;

  beforeAll(async () => {
    scene = await Scene.start('book-lists');
    const owner = await Client.signUp(scene.url);
    const [row] = await rows<{ current_book_id: Buffer }>(
      scene.sql.owner,
      'SELECT current_book_id FROM businesses WHERE id = UNHEX(?)',
      [owner.businessId.replaceAll('-', '')],
    );
    book = row!.current_book_id;
    bookId = bytesToId<BookId>(book);
    await fill(scene, book);
    // One session, so that what is read can be counted.
    const query = (sql: string, values: unknown[]) => rows<Record<string, unknown>>(scene.sql.admin, sql, values);
    const dataSource = { manager: { query } as unknown as EntityManager } as DataSource;
    const books = new BookLists(dataSource);
    const entries = new JournalService(dataSource, {} as Businesses);
    const invoices = new InvoiceStates(dataSource);
    const ask = (more: Partial<ListAsk>) => ({ limit: PER_PAGE, ...more });
    const businessId = owner.businessId as BusinessId;
    lists = {
      contacts: (more) => books.contacts(bookId, ask(more)),
      products: (more) => books.products(bookId, ask(more)),
      entries: (more) => entries.browse(bookId, ask(more)),
      invoices: (more) => invoices.browse(businessId, bookId, { ...ask(more), today: '2026-06-30' }),
      creditNotes: (more) => books.creditNotes(bookId, ask(more)),
    };
  }, 180_000);
  afterAll(() => scene.stop());

  async function readBy<T>(work: () => Promise<T>): Promise<[T, number]> {
    const count = async () => {
      const counted = await rows<{ Value: string }>(scene.sql.admin, "SHOW SESSION STATUS LIKE 'Handler_read%'");
      return counted.reduce((sum, { Value }) => sum + Number(Value), 0);
    };
    const before = await count();
    const done = await work();
    return [done, (await count()) - before];
  }

  /** An id in the middle of a table. */
  const middle = (n: number) => bytesToId<string>(idOf(n));

  test.each([
    ['contacts', 'name'],
    ['contacts', '-name'],
    ['contacts', '-added'],
    ['products', 'name'],
    ['entries', '-date'],
    ['entries', 'date'],
    ['invoices', '-date'],
    ['invoices', 'due'],
    ['invoices', '-number'],
    ['creditNotes', '-date'],
    ['creditNotes', 'number'],
  ])('%s by %s: the first page, one in the middle and the one before it read a page', async (name, sort) => {
    const list = lists[name]!;
    for (const where of [{}, { after: middle(10_000) }, { before: middle(10_000) }]) {
      const [page, read] = await readBy(() => list({ sort, ...where }));
      expect(page.rows).toHaveLength(PER_PAGE);
      expect({ name, sort, where, isFlat: read < READ_MOST, read }).toMatchObject({ isFlat: true });
    }
  });

  test('a page that is gone to and come back from is the same page', async () => {
    for (const list of Object.values(lists)) {
      const first = await list({});
      const second = await list({ after: first.next! });
      const third = await list({ after: second.next! });
      const ids = ({ rows: shown }: ListedPage<{ readonly id: string }>) => shown.map(({ id }) => id);
      expect(ids(await list({ before: third.previous! }))).toEqual(ids(second));
      const back = await list({ before: second.previous! });
      expect([ids(back), back.previous]).toEqual([ids(first), null]);
      expect(new Set([first, second, third].flatMap(ids)).size).toBe(3 * PER_PAGE);
    }
  });

  test('among thirty thousand of one name the pages go on', async () => {
    const [page, read] = await readBy(() => lists.contacts!({ after: middle(20_000) }));
    expect(page.rows).toHaveLength(PER_PAGE);
    expect(read).toBeLessThan(READ_MOST);
  });

  test.each([
    ['contacts', { text: 'nobody is called this' }],
    ['contacts', { kind: 'supplier' }],
    ['invoices', { state: 'late', sort: '-date', text: 'F-0' }],
    ['invoices', { text: '%' }],
    ['entries', { text: 'nothing of this kind' }],
  ] as const)('%s: what no index gives is looked for in a part, and the next part goes on: %j', async (name, ask) => {
    const list = lists[name]!;
    let [page, read] = await readBy(() => list(ask));
    expect(read).toBeLessThan(LOOKED_AT_MOST);
    for (let i = 0; i < 3 && page.next !== null; i += 1) {
      const after = page.next;
      [page, read] = await readBy(() => list({ ...ask, after }));
      expect(read).toBeLessThan(LOOKED_AT_MOST);
    }
  });

  test('what is looked for is found wherever it lies', async () => {
    let page = await lists.contacts!({ text: 'zoé_100%' });
    let pages = 1;
    while (page.rows.length === 0 && page.next !== null) {
      page = await lists.contacts!({ text: 'zoé_100%', after: page.next });
      pages += 1;
    }
    expect(page.rows).toMatchObject([{ name: 'Zoé_100% & fils' }]);
    expect(pages).toBe(10);
    expect((await lists.invoices!({ sort: 'number', from: '2026-02-01', until: '2026-02-28' })).rows).toHaveLength(50);
  });
});

const idOf = (n: number): Buffer => {
  const id = Buffer.alloc(16);
  id[6] = 0x70;
  id[8] = 0x80;
  id.writeUInt32BE(n, 12);
  return id;
};

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + (n % 365))).toISOString().slice(0, 10);
const now = new Date();

/** Rows as they are when years have passed; what they refer to is the first contact. */
async function fill({ sql: { admin } }: Scene, book: Buffer): Promise<void> {
  const insert = async (into: string, count: number, row: (n: number) => unknown[]) => {
    for (let from = 0; from < count; from += 5_000) {
      const chunk = Array.from({ length: Math.min(5_000, count - from) }, (_, i) => [book, ...row(from + i)]);
      await admin.query(`INSERT INTO ${into} VALUES ?`, [chunk]);
    }
  };
  const nameOf = (n: number) =>
    n === CONTACTS - 1 ? 'Zoé_100% & fils' : n < NAMESAKES ? 'Marie Tremblay' : `Contact ${String(n).padStart(6, '0')}`;
  await insert('contacts (book_id, id, kind, name, created_at)', CONTACTS, (n) => [
    idOf(n),
    'customer',
    nameOf(n),
    now,
  ]);
  await insert('products (book_id, id, name, unit_price, created_at)', INVOICES, (n) => [
    idOf(n),
    `P${n}`,
    '5.00',
    now,
  ]);
  const document = (letter: string, n: number) => [idOf(n), idOf(0), `${letter}-${String(n).padStart(6, '0')}`, day(n)];
  const amounts = ['10.00', '0.00', '10.00', now];
  await insert(
    'invoices (book_id, id, contact_id, number, issued_on, due_on, net, tax, total, created_at)',
    INVOICES,
    (n) => [...document('F', n), day(n + 30), ...amounts],
  );
  await insert(
    'credit_notes (book_id, id, contact_id, number, issued_on, net, tax, total, created_at)',
    INVOICES,
    (n) => [...document('NC', n), ...amounts],
  );
  const [journal] = await rows<{ id: Buffer }>(admin, "SELECT id FROM journals WHERE book_id = ? AND code = 'OD'", [
    book,
  ]);
  await insert('journal_entries (book_id, id, journal_id, number, entry_date, label, created_at)', INVOICES, (n) => [
    idOf(n),
    journal!.id,
    `OD${n}`,
    day(n),
    'Rent',
    now,
  ]);
}
