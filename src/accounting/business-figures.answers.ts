import { z } from 'zod';
import { currency, day, money, named } from '../platform/api/shapes.js';

export const businessFiguresAnswer = named(
  'BusinessFigures',
  z.object({
    on: day.describe('Today, in the time zone of the business.'),
    currency,
    cash: money.describe('In banks and in the till, by all entries until the end of this month.'),
    receivable: money.describe('What customers owe by the ledger, likewise.'),
    late: z.object({ count: z.int().min(0), amount: money }).describe('Invoices that are open and due before today.'),
    months: z
      .array(z.object({ month: z.string().describe('`2026-01`.'), revenue: money, expenses: money }))
      .describe('Twelve, the present one last.'),
  }),
  {
    description: 'How a business stands.',
    example: {
      on: '2026-01-31',
      currency: 'CAD',
      cash: '12480.10',
      receivable: '3320.00',
      late: { count: 2, amount: '1150.00' },
      months: [{ month: '2026-01', revenue: '9800.00', expenses: '6120.50' }],
    },
  },
);
