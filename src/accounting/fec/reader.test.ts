import { fileURLToPath } from 'node:url';
import { appendFile } from 'node:fs/promises';
import { collect, withFile } from '../../../test/fixtures/fec-file.js';
import { FecError } from './fec-error.js';
import { DEBIT_CREDIT_FIELDS, type FecField } from './layout.js';
import { checkFec, readFec } from './reader.js';
import type { FecLine } from './row.js';

const LEDGER = fileURLToPath(new URL('../../../test/fixtures/ledger.fec.txt', import.meta.url));

type Values = Partial<Record<FecField, string>>;

const SALE: Values = {
  JournalCode: 'VE',
  JournalLib: 'Ventes',
  EcritureNum: '1',
  EcritureDate: '20240115',
  CompteNum: '411',
  CompteLib: 'Clients',
  EcritureLib: 'Facture 1',
  Debit: '120,00',
};
const INCOME: Values = { ...SALE, CompteNum: '706', CompteLib: 'Services', Debit: '', Credit: '120,00' };

const header = DEBIT_CREDIT_FIELDS.join('\t');
const line = (values: Values) => DEBIT_CREDIT_FIELDS.map((field) => values[field] ?? '').join('\t');
const file = (...lines: Values[]) => [header, ...lines.map(line)].join('\r\n') + '\r\n';

const check = (content: string | Uint8Array) => withFile(content, (path) => checkFec(path));

async function refusal(content: string | Uint8Array): Promise<FecError> {
  const error: unknown = await check(content).catch((caught: unknown) => caught);
  if (!(error instanceof FecError)) throw new Error('not refused by the format', { cause: error });
  return error;
}

function readAll(content: string | Uint8Array, size?: number): Promise<FecLine[][]> {
  return withFile(content, async (path) => collect(readFec(path, await checkFec(path), size)));
}

describe('checkFec', () => {
  it('tells all that is wrong with the lines of a file, each once, in their order', async () => {
    const refused = await refusal(
      file(SALE, { ...SALE, EcritureDate: '20240230' }, INCOME, { ...SALE, Debit: '1e5' }, { ...SALE, CompteNum: '' }),
    );
    expect([refused, ...refused.further].map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'bad-date'],
      [5, 'bad-amount'],
      [6, 'missing-value'],
    ]);
  });

  it('tells of each entry that does not balance, once every line can be read', async () => {
    const other = { EcritureNum: '2' };
    const refused = await refusal(file(SALE, { ...INCOME, Credit: '1,00' }, { ...SALE, ...other }));
    expect([refused, ...refused.further].map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'unbalanced-entry'],
      [4, 'unbalanced-entry'],
    ]);
  });

  it('stops at fifty faults, and behind a fault that hides what follows', async () => {
    const many = await refusal(file(...Array.from({ length: 80 }, () => ({ ...SALE, EcritureDate: 'x' }))));
    expect(many.further).toHaveLength(49);
    const hidden = await refusal(`${file({ ...SALE, EcritureDate: 'x' })}\r\n${line(SALE)}\r\n`);
    expect([hidden, ...hidden.further].map(({ reason }) => reason)).toEqual(['bad-date', 'empty-line']);
  });

  it('sums up a file', async () => {
    expect(await check(file(SALE, INCOME))).toEqual({
      encoding: 'utf-8',
      separator: '\t',
      amounts: 'debit-credit',
      entries: 1,
      lines: 2,
      accounts: new Map([
        ['411', 'Clients'],
        ['706', 'Services'],
      ]),
      journals: new Map([['VE', 'Ventes']]),
      lastCounted: new Map([['VE', 0]]),
      totals: { debit: 12000n, credit: 12000n },
      firstDate: '2024-01-15',
      lastDate: '2024-01-15',
    });
  });

  it('names an account and a journal without a name by their codes', async () => {
    const nameless = { JournalLib: '', CompteLib: '' };
    const { accounts, journals } = await check(file({ ...SALE, ...nameless }, { ...INCOME, ...nameless }));
    expect([...accounts, ...journals]).toEqual(['411', '706', 'VE'].map((code) => [code, code]));
  });

  it('allows negative amounts, padding and empty lines at the end', async () => {
    const reversal = { Debit: ' -120,00 ', EcritureNum: ' 2' };
    const back = { ...INCOME, EcritureNum: '2', Credit: '-000120' };
    const { totals, entries } = await check(file(SALE, INCOME, { ...SALE, ...reversal }, back) + '\r\n\r\n');
    expect({ totals, entries }).toEqual({ totals: { debit: 0n, credit: 0n }, entries: 2 });
  });

  it.each<[string, string, object]>([
    ['an empty file', '', { reason: 'empty-file', line: 1, column: 1 }],
    ['a mark without a header', '\ufeff', { reason: 'missing-header', line: 1, column: 1 }],
    ['a header alone', header, { reason: 'no-lines', line: 1, column: 1 }],
    ['a header and empty lines', header + '\n\n\n', { reason: 'no-lines', line: 1 }],
    ['an empty line between', `${file(SALE)}\r\n\r\n${line(INCOME)}`, { reason: 'empty-line', line: 3, column: 1 }],
    ['a field less', `${header}\n${line(SALE).slice(0, -1)}`, { reason: 'field-count', line: 2, found: 17, limit: 18 }],
    ['a field too many', `${header}\n${line(SALE)}\t`, { reason: 'field-count', line: 2, column: 1, found: 19 }],
    ['a long line', `${file(SALE)}${'x'.repeat(20_000)}\n`, { reason: 'line-too-long', line: 3, column: 1 }],
    ['a long header', 'x'.repeat(20_000), { reason: 'line-too-long', line: 1 }],
    ['a long line after an empty one', `${header}\n\n${'x'.repeat(99_999)}`, { reason: 'empty-line', line: 2 }],
    ['a stray CR', file({ ...SALE, EcritureLib: 'a\rb' }), { reason: 'bad-character', line: 2, column: 11 }],
  ])('refuses %s', async (_, content, fault) => expect(await refusal(content)).toMatchObject(fault));

  it.each<[FecField, string, string]>([
    ['JournalCode', '', 'missing-value'],
    ['JournalCode', '   ', 'missing-value'],
    ['JournalCode', 'V'.repeat(21), 'too-long'],
    ['JournalLib', 'é'.repeat(101), 'too-long'],
    ['EcritureNum', '', 'missing-value'],
    ['EcritureDate', '', 'missing-value'],
    ['EcritureDate', '20240230', 'bad-date'],
    ['CompteNum', '', 'missing-value'],
    ['CompteNum', '411 000', 'bad-account'],
    ['CompteNum', '411é', 'bad-account'],
    ['CompteLib', 'x'.repeat(201), 'too-long'],
    ['CompAuxNum', 'x'.repeat(51), 'too-long'],
    ['CompAuxLib', 'x'.repeat(201), 'too-long'],
    ['PieceRef', 'x'.repeat(101), 'too-long'],
    ['PieceDate', '2024', 'bad-date'],
    ['EcritureLib', 'x'.repeat(501), 'too-long'],
    ['EcritureLib', 'a\u0007b', 'bad-character'],
    ['EcritureLib', 'a\u0085b', 'bad-character'],
    ['Debit', '1 234,56', 'thousands-separator'],
    ['Debit', 'abc', 'bad-amount'],
    ['Debit', '1,234', 'too-many-decimals'],
    ['Debit', '12345678901234', 'amount-too-large'],
    ['Credit', '-1', 'debit-and-credit'],
    ['EcritureLet', 'x'.repeat(21), 'too-long'],
    ['DateLet', 'x', 'bad-date'],
    ['ValidDate', 'x', 'bad-date'],
    ['Montantdevise', 'x', 'bad-amount'],
    ['Idevise', 'EURO', 'bad-currency'],
  ])('refuses %s = %j: %s', async (field, value, reason) => {
    const column = DEBIT_CREDIT_FIELDS.findIndex((name) => name === field) + 1;
    const error = await refusal(file(INCOME, { ...SALE, [field]: value }));
    expect(error).toMatchObject({ reason, line: 3, column, field });
    expect(error.message).not.toMatch(/[{}]|undefined/);
  });

  it('reports the column where the file has it', async () => {
    const order = [...DEBIT_CREDIT_FIELDS].reverse();
    const row = order.map((field) => ({ ...SALE, EcritureDate: 'x' })[field] ?? '').join('|');
    expect(await refusal(`${order.join('|')}\n${row}`)).toMatchObject({ reason: 'bad-date', column: 15 });
  });

  it('reports an unbalanced entry only after the whole file has been read', async () => {
    const unbalanced = file({ ...SALE, Debit: '120,10' }, INCOME);
    const fault = { line: 2, column: 12, field: 'Debit', value: 'VE 1 2024-01-15', difference: '0.10' };
    expect(await refusal(unbalanced)).toMatchObject({ reason: 'unbalanced-entry', ...fault });
    expect(await refusal(unbalanced + 'x')).toMatchObject({ reason: 'field-count', line: 4 });
  });

  it('takes the date into the name of an entry', async () => {
    const content = file(SALE, { ...INCOME, EcritureDate: '20240116' });
    expect(await refusal(content)).toMatchObject({ reason: 'unbalanced-entry', line: 2, difference: '120.00' });
  });

  it('tells its progress and stops at the signal', async () => {
    const progress: number[] = [];
    await checkFec(LEDGER, { onProgress: (lines) => progress.push(lines) });
    expect(progress.at(-1)).toBe(8553);
    expect(progress.length).toBeGreaterThan(5);
    const abort = new AbortController();
    const pending = checkFec(LEDGER, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the form with amount and direction', () => {
  const direct = (...lines: [amount: string, direction: string][]) =>
    [header.replace('Debit\tCredit', 'Montant\tSens'), ...lines.map(([amount, direction]) =>
      line({ ...SALE, Debit: amount, Credit: direction }))].join('\n'); // prettier-ignore

  it.each([
    ['D', 'C'],
    ['d', 'c'],
    ['+1', '-1'],
    ['1', '-1'],
  ])('takes %s for debit and %s for credit', async (debit, credit) => {
    const [lines] = await readAll(direct(['5', debit], ['7,5', credit], ['-2,5', credit]));
    expect(lines!.map((row) => [row.debit, row.credit])).toEqual([
      [500n, 0n],
      [0n, 750n],
      [0n, -250n],
    ]);
  });

  it.each([
    ['5', 'X', { reason: 'bad-direction', column: 13, field: 'Sens' }],
    ['5', '', { reason: 'missing-value', column: 13, field: 'Sens' }],
    ['', 'D', { reason: 'missing-value', column: 12, field: 'Montant' }],
    ['5,001', 'C', { reason: 'too-many-decimals', column: 12, field: 'Montant' }],
  ])('refuses %j %j', async (amount, direction, fault) => {
    expect(await refusal(direct([amount, direction]))).toMatchObject({ line: 2, ...fault });
  });

  it('reports a balance at the amount', async () => {
    const error = await refusal(direct(['5', 'D'], ['4', 'C']));
    expect(error).toMatchObject({
      reason: 'unbalanced-entry',
      line: 2,
      column: 12,
      field: 'Montant',
      difference: '1.00',
    });
  });
});

describe('readFec', () => {
  it('gives every field', async () => {
    const full: Values = {
      ...SALE,
      CompAuxNum: 'C1',
      CompAuxLib: 'Café “Zoé”',
      PieceRef: 'F1',
      PieceDate: '20240114',
      EcritureLet: 'A',
      DateLet: '20240201',
      ValidDate: '20240131',
      Montantdevise: '-130,5',
      Idevise: 'usd',
    };
    const [lines] = await readAll(file(full, INCOME));
    expect(lines).toEqual([
      {
        journalCode: 'VE',
        journalName: 'Ventes',
        entryNumber: '1',
        entryDate: '2024-01-15',
        accountNumber: '411',
        accountName: 'Clients',
        auxNumber: 'C1',
        auxName: 'Café “Zoé”',
        pieceRef: 'F1',
        pieceDate: '2024-01-14',
        label: 'Facture 1',
        debit: 12000n,
        credit: 0n,
        lettering: 'A',
        letteredOn: '2024-02-01',
        validatedOn: '2024-01-31',
        foreignAmount: -13050n,
        foreignCurrency: 'USD',
        line: 2,
        entry: 0,
        lineInEntry: 1,
      },
      expect.objectContaining({ auxNumber: null, pieceDate: null, foreignAmount: null, line: 3, lineInEntry: 2 }),
    ]);
  });

  it('yields batches of the size asked for', async () => {
    const batches = await readAll(file(SALE, INCOME, SALE, INCOME, SALE, INCOME, SALE, INCOME), 3);
    expect(batches.map((batch) => batch.length)).toEqual([3, 3, 2]);
  });

  it('refuses a file that changed since the check', async () => {
    await withFile(file(SALE, INCOME), async (path) => {
      const summary = await checkFec(path);
      await appendFile(path, `${line(SALE)}\r\n${line(INCOME)}\r\n`);
      await expect(collect(readFec(path, summary))).rejects.toThrow('changed');
    });
  });

  it('closes the file when the reader leaves early', async () => {
    const summary = await checkFec(LEDGER);
    for await (const batch of readFec(LEDGER, summary, 10)) {
      expect(batch[0]!.line).toBe(2);
      break;
    }
  });
});

describe('the ledger of eight years', () => {
  it('is what its description says', async () => {
    const { accounts, journals, ...rest } = await checkFec(LEDGER);
    expect(rest).toMatchObject({ encoding: 'utf-8', entries: 3014, lines: 8553, firstDate: '2008-01-01' });
    expect(rest.totals).toEqual({ debit: 192770613n, credit: 192770613n });
    expect(accounts.size).toBe(80);
    expect(journals.get('BQ')).toBe('Banque');
  });

  it('has the same entries in the second pass', async () => {
    const summary = await checkFec(LEDGER);
    const balances = new Map<number, bigint>();
    const names = new Map<number, string>();
    for await (const batch of readFec(LEDGER, summary)) {
      for (const row of batch) {
        balances.set(row.entry, (balances.get(row.entry) ?? 0n) + row.debit - row.credit);
        const name = [row.journalCode, row.entryNumber, row.entryDate].join();
        expect(names.get(row.entry) ?? name).toBe(name);
        names.set(row.entry, name);
      }
    }
    expect([...balances.keys()]).toEqual(Array.from({ length: 3014 }, (_, index) => index));
    expect([...balances.values()].every((balance) => balance === 0n)).toBe(true);
    expect(new Set(names.values()).size).toBe(3014);
  });
});
