import { daysLate, stateOf } from './document-states.js';

const payment = { id: 'p', invoiceId: 'i', amount: '1.00', paidOn: '2026-01-01', online: false, entryId: 'e' };

describe('an invoice', () => {
  test.each([
    ['100.00', '100.00', [], 'open'],
    ['100.00', '60.00', [payment], 'part'],
    ['100.00', '60.00', [], 'part'],
    ['100.00', '0.00', [payment], 'paid'],
    ['100.00', '-1.00', [payment], 'paid'],
    ['100.00', '0.00', [], 'credited'],
    ['0.00', '0.00', [], 'paid'],
  ] as const)('of %s with %s open and payments %j is %s', (total, open, payments, state) => {
    expect(stateOf({ total, open, payments })).toBe(state);
  });

  test.each([
    ['10.00', '2026-03-01', '2026-03-01', 0],
    ['10.00', '2026-03-01', '2026-03-02', 1],
    ['10.00', '2026-02-20', '2026-03-20', 28],
    ['0.00', '2026-02-20', '2026-03-20', 0],
    ['10.00', '2026-04-01', '2026-03-20', 0],
  ])('of which %s is open since %s is on %s late by %i days', (open, dueOn, today, days) => {
    expect(daysLate({ open, dueOn }, today)).toBe(days);
  });
});
