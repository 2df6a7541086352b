import fc from 'fast-check';
import { derivedFaults } from '../../src/accounting/derived-books.service.js';
import { bytesToId, type BookId } from '../../src/platform/kernel/ids.js';
import { parseCents } from '../../src/platform/kernel/money.js';
import { currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { customer, entries, made } from '../builders/ledger.js';
import { pay, payPathOf, received, record, setAside, takeUpAgain, undoRecording } from '../builders/payments.js';
import { Scene } from '../setup/scene.js';

interface Report {
  readonly contacts: readonly { readonly contactId: string; readonly amounts: Readonly<Record<string, string>> }[];
  readonly totals: Readonly<Record<string, string>>;
  readonly ledger: Readonly<Record<'balance' | 'difference' | 'notPosted' | 'ledgerOnly', string>> & {
    readonly ledgerOnlyLines: readonly object[];
  };
}

const RATES = ['TPS-TVQ', 'TPS', 'TVQ', 'EXO', null];
const AGES = ['current', 'days30', 'days60', 'days90', 'older'];

const price = fc.integer({ min: -500, max: 50_000 }).map((cents) => (cents / 100).toFixed(2));
const line = fc.record({ unitPrice: price, quantity: fc.constantFrom('1', '2.5', '0.333'), rate: fc.nat(4) });
const which = fc.nat(20);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('issue' as const),
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      on: which,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pay' as const), on: which, part: fc.integer({ min: 1, max: 110 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('credit' as const), on: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('free credit' as const), on: which, price }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('apply' as const), on: which, part: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), on: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pay online' as const), on: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('record' as const), on: which, part: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo recording' as const), on: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('set aside' as const), on: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('by hand' as const), on: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reverse' as const), on: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('import' as const), on: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const), on: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), on: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bring along' as const), on: which }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

let imports = 0;
/** Entries of no document, on receivables and on sales. */
const receivablesFec = () => smallFec(`R${(imports += 1)}`, 2).replaceAll('\t1000\tCash\t', '\t1100\tReceivables\t');

/** The last cell of a row of the file, by its first. */
async function agedReport(url: string, { businessId, token }: Client) {
  const response = await fetch(`${url}/b/${businessId}/reports/aged-receivables/file?format=csv&until=2999-12-31`, {
    headers: { Cookie: `ardoise_session=${token}` },
  });
  const rows = (await response.text()).trim().split('\r\n');
  return (first: string) =>
    rows
      .find((row) => row.startsWith(`${first},`))
      ?.split(',')
      .at(-1);
}

/** SPEC §8: receivables always equal the sum of their open documents, whatever was done and in whatever order. */
describe('receivables', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('receivables');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.signUp(scene.url);
  });

  const report = async () => (await owner.get<Report>(owner.of('/reports/receivables?limit=200'))).body;
  const items = async (path: string) =>
    (await owner.get<{ items: { id: string }[] }>(owner.of(`${path}?limit=200`))).body.items;
  const at = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(list.length, 1)];

  /** Whatever the books answer, refusals included: what counts is what is so afterwards. */
  async function take(steps: Step): Promise<void> {
    const contacts = (await items('/contacts')).map(({ id }) => id);
    if (contacts.length < 2) contacts.push(await customer(owner, 'A'), await customer(owner, 'B'));
    const invoice = at(await items('/invoices'), steps.on);
    const note = at(await items('/credit-notes'), steps.on);
    const payment = at(await received(owner), steps.on);
    const contactId = at(contacts, steps.on)!;
    const path = invoice ? `/invoices/${invoice.id}` : '';
    switch (steps.do) {
      case 'issue': {
        const lines = steps.lines.map(({ unitPrice, quantity, rate }) => ({
          description: 'x',
          unitPrice,
          quantity,
          ...(RATES[rate] && { taxRate: RATES[rate] }),
        }));
        return void (await owner.post(owner.of('/invoices'), {
          contactId,
          dueOn: '2026-01-31',
          issuedOn: '2026-01-01',
          lines,
        }));
      }
      case 'pay': {
        if (!invoice) return;
        const { open } = (await owner.get<{ open: string }>(owner.of(path))).body;
        const amount = ((Number(open) * steps.part) / 100).toFixed(2);
        return void (await owner.post(owner.of(`${path}/payments`), { amount }));
      }
      case 'credit':
        return void (invoice && (await owner.post(owner.of('/credit-notes'), { invoiceId: invoice.id })));
      case 'free credit': {
        const lines = [{ description: 'x', unitPrice: steps.price, taxRate: 'TPS-TVQ' }];
        return void (await owner.post(owner.of('/credit-notes'), { contactId, lines }));
      }
      case 'apply': {
        const other = at(await items('/invoices'), steps.part);
        if (!note || !other) return;
        return void (await owner.post(owner.of(`/credit-notes/${note.id}/applications`), { invoiceId: other.id }));
      }
      case 'undo': {
        if (!invoice) return;
        const paid = at(
          (await owner.get<{ items: { id: string }[] }>(owner.of(`${path}/payments`))).body.items,
          steps.on,
        );
        return void (paid && (await owner.delete(owner.of(`/payments/${paid.id}`))));
      }
      case 'pay online':
        return void (
          invoice &&
          (await payPathOf(owner, invoice.id).then(
            (link) => pay(owner, link),
            () => undefined,
          ))
        );
      case 'record': {
        const target =
          steps.part % 2 ? { otherIncome: {} } : { invoiceId: at(await items('/invoices'), steps.part)?.id };
        const ask = steps.part % 5 === 0 ? { otherIncome: { account: '1100' } } : target;
        return void (payment && (await record(owner, payment.id, ask)));
      }
      case 'undo recording':
        return void (payment && (await undoRecording(owner, payment.id)));
      case 'set aside':
        return void (payment && (await (payment.state === 'set-aside' ? takeUpAgain : setAside)(owner, payment.id)));
      case 'by hand': {
        const lines = [
          { account: '1100', debit: '12.34' },
          { account: '3100', credit: '12.34' },
        ];
        return void (await owner.post(owner.of('/journal-entries'), { date: '2026-01-31', lines }));
      }
      case 'reverse': {
        const entry = at(await entries(owner), steps.on);
        return void (
          entry && (await owner.post(owner.of(`/journal-entries/${entry.id}/reversal`), { date: '2026-03-01' }))
        );
      }
      case 'import':
        return void (await owner.import(receivablesFec()));
      case 'reset':
        return void (await owner.reset());
      case 'restore':
        return void (await owner.restore());
      case 'bring along': {
        const kept = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body;
        const ask = {
          kinds: ['contacts', 'chart', 'unpaidInvoices'],
          conflicts: { forAll: 'open' },
          ...(steps.on % 2 && { openingBalancesAt: '2025-12-31', kinds: ['unpaidInvoices', 'openingBalances'] }),
        };
        return void (
          kept.length > 0 &&
          (await owner.post(owner.of('/bring-alongs'), { ...ask, snapshotId: at(kept, steps.on)!.id }))
        );
      }
    }
  }

  test('equal their open documents after any sequence of steps, to the cent', async () => {
    const done = new Map<string, number>();
    const notPosted = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
        owner = await Client.signUp(scene.url);
        for (const each of steps) {
          await take(each);
          done.set(each.do, (done.get(each.do) ?? 0) + 1);
        }
        const { ledger, totals, contacts: owing } = await report();
        const cents = (name: 'balance' | 'difference' | 'notPosted' | 'ledgerOnly') => parseCents(ledger[name]);
        notPosted.add(ledger.notPosted);
        expect(cents('balance')).toBe(parseCents(totals.total!) + cents('difference'));
        expect(cents('difference')).toBe(cents('ledgerOnly') - cents('notPosted'));
        // The report on paper is made another way and says the same; what it cannot lay at anything is nothing.
        const aged = await agedReport(scene.url, owner);
        expect(aged('Total')).toBe(totals.total);
        expect(aged('Accounts receivable in the ledger')).toBe(ledger.balance);
        expect(aged('Difference from the documents')).toBe(ledger.difference);
        expect(aged('"Payments undone since, or dated otherwise"')).toBeUndefined();
        const sum = (of: readonly string[]) => of.reduce((all, amount) => all + parseCents(amount), 0n);
        expect(sum(owing.map(({ amounts }) => amounts.total!))).toBe(parseCents(totals.total!));
        expect(sum(AGES.map((age) => totals[age]!))).toBe(parseCents(totals.total!));
        const book = bytesToId<BookId>(await currentBook(scene.sql.admin, owner.businessId));
        expect(await derivedFaults(scene.dataSource.manager, book)).toEqual({ months: 0, invoices: 0 });
      }),
      { numRuns: 14, examples: [], seed: 20_260_131 },
    );
    // None of the steps was left out, and invoices did come along.
    expect(notPosted.size).toBeGreaterThan(1);
    expect([...done.keys()].sort()).toEqual([
      'apply',
      'bring along',
      'by hand',
      'credit',
      'free credit',
      'import',
      'issue',
      'pay',
      'pay online',
      'record',
      'reset',
      'restore',
      'reverse',
      'set aside',
      'undo',
      'undo recording',
    ]);
  }, 240_000);

  test('are told by how late they are', async () => {
    const contactId = await customer(owner);
    const day = (late: number) => new Date(Date.now() - late * 86_400_000 - 4 * 3_600_000).toISOString().slice(0, 10);
    const lines = [{ description: 'x', unitPrice: '1.00' }];
    for (const late of [-40, 15, 45, 46, 75, 400]) {
      await made(owner, '/invoices', { contactId, issuedOn: day(500), dueOn: day(late), lines });
    }
    expect((await report()).contacts).toMatchObject([
      {
        contactId,
        amounts: { current: '1.00', days30: '1.00', days60: '2.00', days90: '1.00', older: '1.00', total: '6.00' },
      },
    ]);
  });

  test('say what stands in the ledger alone, by whom it names', async () => {
    const fec = [
      'JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise',
      'OD|General|1|20260101|1100|Receivables|C9|Roy|A|20260101|Opening|70,00|0,00|||||',
      'OD|General|1|20260101|1100|Receivables|||A|20260101|Opening|30,00|0,00|||||',
      'OD|General|1|20260101|3100|Draws|||A|20260101|Opening|0,00|100,00|||||',
    ].join('\n');
    expect((await owner.import(fec)).status).toBe(201);
    const contactId = await customer(owner);
    await made(owner, '/invoices', { contactId, lines: [{ description: 'x', unitPrice: '5.00' }] });
    expect((await report()).ledger).toEqual({
      account: '1100',
      balance: '105.00',
      difference: '100.00',
      notPosted: '0.00',
      ledgerOnly: '100.00',
      ledgerOnlyLines: [
        { number: 'C9', name: 'Roy', balance: '70.00' },
        { number: null, name: null, balance: '30.00' },
      ],
    });
  });
});
