import { cafeBooks } from './cafe-books.js';
import { CAFE } from './demo-accounts.js';
import { calendar, freshBook, ready, type Part } from './parts.js';

const NAME = 'cafe';

/** The business that has just been reset, and whose customer pays an invoice of the books before. */
export const cafeParts: readonly Part[] = [
  { name: `${NAME}/owner`, run: ({ hands }) => hands.signUp(NAME, CAFE) },
  freshBook(NAME),
  {
    name: `${NAME}/books`,
    isAgain: true,
    run: async ({ hands, books }) => books.fill(await hands.ownerOf(NAME), cafeBooks(calendar()), `${NAME}/books`),
  },
  {
    name: `${NAME}/links`,
    isAgain: true,
    run: async ({ hands, books }) => books.send(await hands.ownerOf(NAME), cafeBooks(calendar())),
  },
  // Before its reset: that is the second step of its walk, taken already.
  ready(NAME),
  {
    name: `${NAME}/reset`,
    isAgain: true,
    run: async ({ hands, switches }) =>
      switches.reset(await hands.ownerOf(NAME), `${NAME}/reset`, 'Nouvelle saison, nouveaux livres'),
  },
  {
    name: `${NAME}/customer-pays`,
    isAgain: true,
    run: async ({ hands, books }) => books.payWhatWaits(await hands.ownerOf(NAME), cafeBooks(calendar())),
  },
];
