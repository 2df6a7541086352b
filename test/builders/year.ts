import { daysBefore } from '../../src/accounting/reports/periods.js';

/** The year that is entered: the one that is over wherever the test runs. */
export const YEAR = 2025;
export const LAST_DAY = `${YEAR}-12-31`;

/** Somebody who asks the API about one business: the body of the answer, or an error for what was not done. */
export interface Bookkeeper {
  post(path: string, json: object): Promise<Record<string, unknown>>;
  get(path: string): Promise<Record<string, unknown>>;
}

export interface Entered {
  readonly invoices: number;
  readonly payments: number;
  readonly creditNotes: number;
  readonly entries: number;
}

const CUSTOMERS = 120;
const PRODUCTS: readonly (readonly [name: string, unitPrice: string, taxRate: string])[] = [
  ['Table en érable', '1240.00', 'TPS-TVQ'],
  ['Chaise', '215.50', 'TPS-TVQ'],
  ['Heure d’atelier', '85.00', 'TPS-TVQ'],
  ['Réparation', '62.25', 'TPS-TVQ'],
  ['Livre de plans', '39.95', 'TPS'],
  ['Cours (exonéré)', '120.00', 'EXO'],
];
/** Of a hundred documents: invoices, payments of earlier ones, purchases and other entries, credit notes. */
const OUT_OF_100 = { invoices: 44, payments: 36, entries: 18, creditNotes: 2 };

/**
 * Enters a year as a bookkeeper in Québec would: customers and products first, then each day's invoices with GST and QST, what was
 * paid since, purchases with the taxes to recover, rent and wages, and here and there a credit note. Always the same for the same number
 * of documents.
 */
export class Year {
  private readonly chance = chanceFrom(20_251_231);
  private readonly open: { id: string; total: string }[] = [];
  private readonly count = { invoices: 0, payments: 0, creditNotes: 0, entries: 0 };

  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly documents: number,
    private readonly report: (done: number) => void = () => undefined,
  ) {}

  async enter(): Promise<Entered> {
    const customers = await this.addCustomers();
    const products = await this.addProducts();
    for (let i = 0; i < this.documents; i++) {
      const date = daysBefore(LAST_DAY, 364 - Math.floor((i * 365) / this.documents));
      await this.one(date, customers, products);
      this.report(i + 1);
    }
    return this.count;
  }

  private async addCustomers(): Promise<string[]> {
    const ids = [];
    for (let i = 0; i < Math.min(CUSTOMERS, this.documents); i++) {
      const email = `client${i}@example.test`;
      ids.push(await this.added('/contacts', { name: `Client ${i + 1} inc.`, email, locale: i % 3 ? 'fr' : 'en' }));
    }
    return ids;
  }

  private async addProducts(): Promise<string[]> {
    const ids = [];
    for (const [name, unitPrice, taxRate] of PRODUCTS)
      ids.push(await this.added('/products', { name, unitPrice, taxRate }));
    return ids;
  }

  private async one(date: string, customers: readonly string[], products: readonly string[]): Promise<void> {
    const drawn = this.chance() * 100;
    if (drawn < OUT_OF_100.payments && this.open.length > 0) return this.pay(date);
    if (drawn < OUT_OF_100.payments + OUT_OF_100.creditNotes && this.open.length > 0) return this.credit(date);
    if (drawn < 100 - OUT_OF_100.invoices) return this.spend(date);
    return this.issue(date, customers, products);
  }

  private async issue(issuedOn: string, customers: readonly string[], products: readonly string[]): Promise<void> {
    const lines = Array.from({ length: 1 + this.upTo(3) }, () => ({
      productId: products[this.upTo(products.length)],
      quantity: ['1', '2', '2.5', '7.333'][this.upTo(4)],
    }));
    const contactId = customers[this.upTo(customers.length)];
    const { id, total } = await this.bookkeeper.post('/invoices', { contactId, issuedOn, lines });
    this.open.push({ id: id as string, total: total as string });
    this.count.invoices += 1;
  }

  /** Mostly whole; one in eight in part, and then the rest stays open. */
  private async pay(paidOn: string): Promise<void> {
    const { id, total } = this.taken();
    const amount = this.upTo(8) === 0 ? (Math.floor(Number(total) * 50) / 100).toFixed(2) : total;
    await this.bookkeeper.post(`/invoices/${id}/payments`, { amount, paidOn });
    this.count.payments += 1;
  }

  private async credit(issuedOn: string): Promise<void> {
    await this.bookkeeper.post('/credit-notes', { invoiceId: this.taken().id, issuedOn });
    this.count.creditNotes += 1;
  }

  private async spend(date: string): Promise<void> {
    const net = 2_000 + this.upTo(80_000);
    const [gst, qst] = [Math.round(net * 0.05), Math.round(net * 0.09975)];
    const [account, label] = (
      [
        ['5000', 'Bois'],
        ['5300', 'Fournitures'],
        ['5400', 'Téléphone'],
        ['5200', 'Loyer'],
      ] as const
    )[this.upTo(4)]!;
    const lines = [
      { account, debit: dollars(net), label },
      { account: '1150', debit: dollars(gst) },
      { account: '1160', debit: dollars(qst) },
      { account: '1010', credit: dollars(net + gst + qst) },
    ];
    await this.bookkeeper.post('/journal-entries', { date, journal: 'AC', label, lines });
    this.count.entries += 1;
  }

  private taken() {
    return this.open.splice(this.upTo(this.open.length), 1)[0]!;
  }

  private async added(path: string, json: object): Promise<string> {
    return (await this.bookkeeper.post(path, json)).id as string;
  }

  private upTo(n: number): number {
    return Math.floor(this.chance() * n);
  }
}

const dollars = (cents: number) => (cents / 100).toFixed(2);

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Account → what it balances to in cents, without those that balance to nothing. */
export async function balancesAt(bookkeeper: Bookkeeper, path: string): Promise<Record<string, string>> {
  const { lines } = (await bookkeeper.get(path)) as { lines: { account: string; debit: string; credit: string }[] };
  const cents = (amount: string) => BigInt(amount.replace('.', ''));
  return Object.fromEntries(
    lines
      .map(({ account, debit, credit }) => [account, String(cents(debit) - cents(credit))] as const)
      .filter(([, balance]) => balance !== '0'),
  );
}

export interface TakenUp {
  readonly snapshot: string;
  readonly kept: Record<string, string>;
  readonly open: Record<string, string>;
  readonly added: Record<string, number>;
}

/** Resets, and takes up again: contacts, chart, products, unpaid invoices, and what the accounts balance to on the last day. */
export async function takeUpAgain(bookkeeper: Bookkeeper, signUpEmail: string): Promise<TakenUp> {
  const reset = (await bookkeeper.post('/resets', { signUpEmail })) as { snapshot: { id: string } };
  const snapshot = reset.snapshot.id;
  const brought = await bookkeeper.post('/bring-alongs', {
    snapshotId: snapshot,
    kinds: ['contacts', 'products', 'chart', 'openingBalances', 'unpaidInvoices'],
    openingBalancesAt: LAST_DAY,
    conflicts: { forAll: 'open' },
  });
  return {
    snapshot,
    kept: await balancesAt(bookkeeper, `/snapshots/${snapshot}/trial-balance`),
    open: await balancesAt(bookkeeper, '/trial-balance'),
    added: brought.added as Record<string, number>,
  };
}
