import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FecRow } from '../../../src/accounting/fec/row.js';
import { fecHeader, formatFecLine } from '../../../src/accounting/fec/writer.js';
import { DAY_MS } from '../../../src/platform/kernel/clock.js';

const JOURNALS = [
  { code: 'AC', name: 'Achats' },
  { code: 'VE', name: 'Ventes' },
  { code: 'BQ', name: 'Banque' },
  { code: 'OD', name: 'Opérations diverses' },
] as const;

const SUBJECTS = [
  'Facture',
  'Note de crédit',
  'Paiement reçu',
  'Loyer',
  'Électricité',
  'Paie',
  'Fournitures de bureau',
];
const PARTIES = ['Boulangerie Côté & fils', 'Hydro-Québec', 'Menuiserie Lévesque inc.', 'Café Brûlerie', 'Desjardins'];

const ACCOUNTS = Array.from({ length: 200 }, (_, i) => {
  const number = String(100_000 + i * 4_001);
  return { number, name: `Compte ${number} – ${SUBJECTS[i % SUBJECTS.length]!}` };
});

const ENTRIES_PER_DAY = 900;
const FIRST_DAY = Date.UTC(2024, 0, 1);

/** The lines of a ledger in the FEC format: balanced entries of two to four lines, the same at every call. */
export function* ledgerLines(lines: number): Generator<string> {
  yield fecHeader();
  const random = sequence(lines);
  for (let [left, entry] = [lines, 0]; left > 0; entry++) {
    const size = left <= 4 ? left : Math.min(2 + random(3), left - 2);
    yield entryText(entry, size, random);
    left -= size;
  }
}

/** Writes such a ledger to a file; memory does not grow with it. */
export async function writeLedger(path: string, lines: number): Promise<void> {
  await pipeline(Readable.from(ledgerLines(lines)), createWriteStream(path));
}

function entryText(entry: number, size: number, random: (below: number) => number): string {
  const journal = JOURNALS[random(JOURNALS.length)]!;
  const day = FIRST_DAY + Math.floor(entry / ENTRIES_PER_DAY) * DAY_MS;
  const date = new Date(day).toISOString().slice(0, 10);
  const label = `${SUBJECTS[random(SUBJECTS.length)]!} ${entry + 1} – ${PARTIES[random(PARTIES.length)]!}`;
  const shares = Array.from({ length: size - 1 }, () => BigInt(1 + random(250_000)));
  const total = shares.reduce((sum, share) => sum + share, 0n);
  const common = {
    journalCode: journal.code,
    journalName: journal.name,
    entryNumber: `${journal.code}${String(entry + 1).padStart(7, '0')}`,
    entryDate: date,
    auxNumber: null,
    auxName: null,
    pieceRef: `P-${entry + 1}`,
    pieceDate: date,
    label,
    lettering: null,
    letteredOn: null,
    validatedOn: date,
    foreignAmount: null,
    foreignCurrency: null,
  };
  const line = (debit: bigint, credit: bigint): string => {
    const account = ACCOUNTS[random(ACCOUNTS.length)]!;
    const row: FecRow = { ...common, accountNumber: account.number, accountName: account.name, debit, credit };
    return formatFecLine(row);
  };
  return [line(total, 0n), ...shares.map((share) => line(0n, share))].join('');
}

/** Numbers that look random and are the same in every run: integers from 0, less than `below`. */
function sequence(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
