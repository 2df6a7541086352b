import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { collect, withFile } from '../../../test/fixtures/fec-file.js';
import { decode, type FecEncoding } from './encoding.js';
import { describeFecError, FecError } from './fec-error.js';
import { checkFec, readFec } from './reader.js';
import type { FecLine, FecRow } from './row.js';
import { fecHeader, formatFecLine } from './writer.js';

/** Characters that all three encodings have. The bar is the separator of half of the files. */
const LETTERS = [...'abcXYZ019 ,.;"\'-àçéèêîôùÀÉÇ€œŒŠžŸ£§'];

const text = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...LETTERS), maxLength }).map((value) => value.trim());
const required = (maxLength: number) => text(maxLength).filter((value) => value !== '');
const optional = (maxLength: number) => text(maxLength).map((value) => value || null);
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const cents = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });

const line = fc.record({
  accountNumber: fc.string({ unit: fc.constantFrom(...'0123456789aZ._-'), minLength: 1, maxLength: 20 }),
  accountName: required(200),
  auxNumber: optional(50),
  auxName: optional(200),
  pieceRef: optional(100),
  pieceDate: fc.option(day),
  label: text(500),
  lettering: optional(20),
  letteredOn: fc.option(day),
  validatedOn: fc.option(day),
  foreignAmount: fc.option(cents),
  foreignCurrency: fc.constantFrom(null, 'USD', 'CHF'),
  amount: cents,
});

/** A balanced entry: each line as drawn on the debit side, then one that balances them. */
const entry = fc
  .record({
    journalCode: required(20),
    journalName: required(100),
    entryDate: day,
    lines: fc.array(line, { minLength: 2, maxLength: 4 }),
  })
  .map(({ lines, ...name }): Omit<FecRow, 'entryNumber'>[] => {
    const sum = lines.slice(1).reduce((total, { amount }) => total + amount, 0n);
    return lines.map(({ amount, ...rest }, index) =>
      index === 0 ? { ...name, ...rest, debit: 0n, credit: sum } : { ...name, ...rest, debit: amount, credit: 0n },
    );
  });

const ledger = fc
  .array(entry, { minLength: 1, maxLength: 6 })
  .map((entries) =>
    entries.flatMap((rows, index) => rows.map((row): FecRow => ({ ...row, entryNumber: `É${index}` }))),
  );

/** The bytes of a text; the reverse of `decode`, by trying all bytes. */
function encode(value: string, encoding: FecEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(value);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decode(Buffer.from([byte]), encoding), byte]));
  return Buffer.from(Array.from(value, (character) => bytes.get(character)!));
}

function fileOf(rows: FecRow[]): string {
  return fecHeader() + rows.map(formatFecLine).join('');
}

async function readAll(path: string): Promise<FecLine[]> {
  return (await collect(readFec(path, await checkFec(path), 3))).flat();
}

function withoutPlace({ line: _line, entry: _entry, lineInEntry: _lineInEntry, ...row }: FecLine): FecRow {
  return row;
}

describe('writer and reader', () => {
  it('agree in every encoding, separator and line end', async () => {
    const encodings = fc.constantFrom<FecEncoding>('utf-8', 'windows-1252', 'iso-8859-15');
    const ends = fc.constantFrom('\r\n', '\n', '\r');
    await fc.assert(
      fc.asyncProperty(ledger, encodings, fc.constantFrom('\t', '|'), ends, async (rows, encoding, separator, end) => {
        const content = fileOf(rows).replaceAll('\t', separator).replaceAll('\r\n', end);
        // Every entry number begins with an É that is not followed by a byte of UTF-8, so no encoding is ambiguous.
        const lines = await withFile(encode(content, encoding), readAll);
        expect(lines.map(withoutPlace)).toEqual(rows);
        expect(lines.map((row) => row.line)).toEqual(rows.map((_, index) => index + 2));
        expect(lines.map((row) => `É${row.entry}`)).toEqual(rows.map((row) => row.entryNumber));
      }),
      { numRuns: 80 },
    );
  });

  it('keep a text that would break a line on its line', () => {
    const row = { ...fc.sample(ledger, 1)[0]![0]!, label: 'a\tb\r\nc\u0085d' };
    expect(formatFecLine(row).split('\t')[10]).toBe('a b  c d');
  });
});

describe('a damaged file', () => {
  /** Two entries with every field set, so that damage can hit each of them. */
  const rows: FecRow[] = [-1n, 1n].flatMap((sign, index) =>
    [5000n, -5000n].map((amount, rank): FecRow => ({
      journalCode: 'BQ',
      journalName: 'Banque Évian',
      entryNumber: `BQ${index}`,
      entryDate: '2024-02-29',
      accountNumber: `512-${rank}`,
      accountName: 'Caisse “d’été”',
      auxNumber: 'C1',
      auxName: 'Zoë',
      pieceRef: 'F1',
      pieceDate: '2024-02-28',
      label: 'Reçu 5 €',
      debit: sign * amount,
      credit: 0n,
      lettering: 'AA',
      letteredOn: '2024-03-01',
      validatedOn: '2024-03-31',
      foreignAmount: 100n,
      foreignCurrency: 'USD',
    })),
  );

  async function checkDamaged(bytes: Buffer): Promise<void> {
    const lineCount = bytes.toString('latin1').split(/\r\n|\r|\n/).length;
    try {
      await withFile(bytes, readAll);
    } catch (error) {
      if (!(error instanceof FecError)) throw error;
      expect(error.line).toBeGreaterThanOrEqual(1);
      expect(error.line).toBeLessThanOrEqual(lineCount);
      expect(error.column).toBeGreaterThanOrEqual(1);
      expect(error.column).toBeLessThanOrEqual(19);
      for (const locale of ['fr', 'en'] as const) {
        expect(describeFecError(error, locale)).not.toMatch(
          /\p{Cc}|\{(field|value|limit|found|difference)\}|undefined/u,
        );
      }
    }
  }

  it.each<FecEncoding>(['utf-8', 'windows-1252'])(
    'in %s is read or refused at a place, never worse',
    async (encoding) => {
      const content = encode(fileOf(rows), encoding);
      await fc.assert(
        fc.asyncProperty(fc.nat(content.length - 1), fc.nat(255), async (position, byte) => {
          const damaged = Buffer.from(content);
          damaged[position] = byte;
          await checkDamaged(damaged);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('cut off anywhere, or random from the start, likewise', async () => {
    const content = Buffer.from(fileOf(rows));
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length), (length) => checkDamaged(content.subarray(0, length))),
      { numRuns: 100 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (bytes) => checkDamaged(Buffer.from(bytes))),
      { numRuns: 100 },
    );
  });
});
