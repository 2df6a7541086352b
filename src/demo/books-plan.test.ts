import fc from 'fast-check';
import { journalEntrySchema, type JournalEntryRequest } from '../accounting/accounting.schemas.js';
import { DAY_MS } from '../platform/kernel/clock.js';
import { parseCents } from '../platform/kernel/money.js';
import { atelierBooks } from './atelier-books.js';
import { counterSales, expense, inOrder, taxesOn, transfer, type BooksPlan } from './books-plan.js';
import { cafeBooks } from './cafe-books.js';
import { DemoCalendar } from './demo-calendar.js';
import { OTHER_BUSINESSES, smallBooks } from './other-businesses.js';

const net = fc.bigInt({ min: 1n, max: 10n ** 10n });
/** Any moment at which somebody may start the demo. */
const today = fc.date({ min: new Date('2024-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

const sumOf = ({ lines }: JournalEntryRequest, side: 'debit' | 'credit') =>
  lines.reduce((sum, line) => sum + parseCents(line[side]), 0n);

function expectBalanced(entry: JournalEntryRequest): void {
  expect([entry.label, sumOf(entry, 'debit')]).toEqual([entry.label, sumOf(entry, 'credit')]);
}

describe('what a bookkeeper types in', () => {
  test('is balanced whatever the amount: purchases, transfers, sales over the counter', () => {
    fc.assert(
      fc.property(net, (amount) => {
        expectBalanced(expense('2026-01-31', 'Achat', '5000', amount, '2000'));
        expectBalanced(transfer('2026-01-31', 'Loyer', '5200', '1010', amount));
        expectBalanced(counterSales('2026-01-31', 'Ventes', amount));
      }),
    );
  });

  test('has the two taxes of Québec, each on the net amount and rounded by itself', () => {
    expect(taxesOn(10_000n)).toEqual({ tps: 500n, tvq: 998n });
    expect(taxesOn(10n)).toEqual({ tps: 1n, tvq: 1n });
  });

  test('is put in the order of its days, and those of one day stay as they were', () => {
    const entries = [3, 1, 2, 1].map((day, i) => transfer(`2026-01-0${day}`, String(i), '5200', '1010', 100n));
    expect(inOrder(entries).map(({ label }) => label)).toEqual(['1', '3', '2', '0']);
  });
});

const plans: [string, (calendar: DemoCalendar) => BooksPlan][] = [
  ['the workshop', atelierBooks],
  ['the café', cafeBooks],
  ...OTHER_BUSINESSES.map((business, i): [string, (calendar: DemoCalendar) => BooksPlan] => [
    business.businessName,
    (calendar) => smallBooks(business, calendar, i),
  ]),
];

describe.each(plans)('the books of %s', (_, plan) => {
  test('can be entered whatever the day on which the demo is made', () => {
    fc.assert(
      fc.property(today, (day) => {
        const { contacts, invoices, entries } = plan(new DemoCalendar(day));
        const last = day.toISOString().slice(0, 10);
        for (const entry of entries) {
          expect(journalEntrySchema.safeParse(entry).error).toBeUndefined();
          expectBalanced(entry);
          expect(entry.date < last).toBe(true);
        }
        expect(entries.map(({ date }) => date)).toEqual(entries.map(({ date }) => date).toSorted());
        const names = new Set(contacts.map(({ name }) => name));
        expect(invoices.filter(({ customer }) => !names.has(customer))).toEqual([]);
        expect(invoices.filter(({ issuedOn, paidOn }) => issuedOn > last || (paidOn ?? '') > last)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the calendar of the demo', () => {
  test('has no day that has not come', () => {
    fc.assert(
      fc.property(today, fc.integer({ min: 0, max: 14 }), fc.integer({ min: 1, max: 28 }), (at, months, day) => {
        const found = new DemoCalendar(at).inMonth(months, day);
        if (found === undefined) expect(months).toBe(0);
        else {
          expect(found < at.toISOString().slice(0, 10)).toBe(true);
          expect(Number(found.slice(8))).toBe(day);
        }
      }),
    );
  });

  test('counts days back over the ends of months and years', () => {
    const calendar = new DemoCalendar(new Date('2026-03-01T23:30:00Z'));
    expect([0, 1, 60, 366].map((days) => calendar.daysAgo(days))).toEqual([
      '2026-03-01',
      '2026-02-28',
      '2025-12-31',
      '2025-02-28',
    ]);
    const later = new DemoCalendar(new Date(Date.parse('2026-03-01T23:30:00Z') + DAY_MS));
    expect(later.daysAgo(1)).toBe(calendar.daysAgo(0));
  });
});
