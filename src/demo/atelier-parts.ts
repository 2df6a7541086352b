import { ATELIER, MEMBERS } from './demo-accounts.js';
import { atelierBooks } from './atelier-books.js';
import { credit, cents, debit, type BooksPlan } from './books-plan.js';
import { calendar, freshBook, ready, type Part } from './parts.js';

const NAME = 'atelier';

/** What somebody typed in after the reset that was a mistake. */
function begunAnew(): BooksPlan {
  const date = calendar().daysAgo(1);
  const lines = [debit('1010', cents('5000.00')), credit('3000', cents('5000.00'))];
  return {
    bankAccounts: [],
    ledgerAccounts: [],
    contacts: [{ name: 'Hôtel du Vieux-Quai', kind: 'customer', email: 'achats@vieux-quai.example' }],
    invoices: [],
    entries: [{ date, journal: 'OD', label: 'Solde de départ', lines }],
  };
}

/** The business that is walked through: full books, a bank that stands in the way, a reset and restore behind it. */
export const atelierParts: readonly Part[] = [
  { name: `${NAME}/owner`, run: ({ hands }) => hands.signUp(NAME, ATELIER) },
  {
    name: `${NAME}/members`,
    async run({ hands }) {
      const { membership } = await hands.ownerOf(NAME);
      for (const { email, role } of MEMBERS) await hands.addMember(membership.businessId, email, role);
    },
  },
  freshBook(NAME),
  {
    name: `${NAME}/books`,
    isAgain: true,
    run: async ({ hands, books }) => books.fill(await hands.ownerOf(NAME), atelierBooks(calendar()), `${NAME}/books`),
  },
  {
    name: `${NAME}/links`,
    isAgain: true,
    run: async ({ hands, books }) => books.send(await hands.ownerOf(NAME), atelierBooks(calendar())),
  },
  {
    name: `${NAME}/first-bank`,
    async run({ hands, switches }) {
      const owning = await hands.ownerOf(NAME);
      if (!(await switches.hadBank(owning))) await switches.connect(owning, 'sandbox-consent');
      await switches.disconnectAll(owning);
    },
  },
  {
    name: `${NAME}/reset`,
    run: async ({ hands, switches }) =>
      switches.reset(await hands.ownerOf(NAME), `${NAME}/reset`, 'Repartir sur de nouvelles bases'),
  },
  {
    name: `${NAME}/begun-anew`,
    run: async ({ hands, books }) => books.fill(await hands.ownerOf(NAME), begunAnew(), `${NAME}/begun-anew`),
  },
  {
    name: `${NAME}/customer-pays`,
    isAgain: true,
    run: async ({ hands, books }) => books.payWhatWaits(await hands.ownerOf(NAME), atelierBooks(calendar())),
  },
  {
    name: `${NAME}/restore`,
    run: async ({ hands, switches }) =>
      switches.restore(await hands.ownerOf(NAME), `${NAME}/restore`, 'La réinitialisation était une erreur'),
  },
  {
    name: `${NAME}/bank`,
    isAgain: true,
    run: async ({ hands, switches }) => void (await switches.connect(await hands.ownerOf(NAME), 'sandbox')),
  },
  ready(NAME),
];
