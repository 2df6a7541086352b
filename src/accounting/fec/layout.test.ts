import { DEBIT_CREDIT_FIELDS, readHeader } from './layout.js';

const NORM: readonly string[] = DEBIT_CREDIT_FIELDS;
const replaced = (from: string, to: string) => NORM.map((field) => (field === from ? to : field)).join('\t');

describe('readHeader', () => {
  it('reads the norm with tabs or bars', () => {
    expect(readHeader(NORM.join('\t'))).toMatchObject({ separator: '\t', amounts: 'debit-credit', fields: NORM });
    expect(readHeader(NORM.join('|'))).toMatchObject({ separator: '|', position: { JournalCode: 0, Idevise: 17 } });
  });

  it('reads the form with amount and direction', () => {
    const layout = readHeader(NORM.join('|').replace('Debit|Credit', 'Montant|Sens'));
    expect(layout).toMatchObject({ amounts: 'amount-direction', position: { Montant: 11, Sens: 12, Debit: -1 } });
  });

  it('takes any order, case, accents and spaces, and the byte order mark', () => {
    const titles = NORM.map((field) => ` ${field.toUpperCase().replace('E', 'É')} `).reverse();
    expect(readHeader('\ufeff' + titles.join('\t')).fields).toEqual([...NORM].reverse());
    expect(readHeader(replaced('Montantdevise', 'Montant devise')).position.Montantdevise).toBe(16);
  });

  it.each([
    ['nothing', '', { reason: 'missing-header', column: 1 }],
    ['a mark only', '\ufeff', { reason: 'missing-header', column: 1 }],
    ['another separator', NORM.join(';'), { reason: 'unknown-separator', column: 1 }],
    ['a ledger line', 'BQ|Banque|1', { reason: 'unknown-column', column: 1, value: 'BQ' }],
    ['a quoted title', replaced('Debit', '"Debit"'), { reason: 'unknown-column', column: 12, value: '"Debit"' }],
    ['a column too many', NORM.join('\t') + '\tDateRglt', { reason: 'unknown-column', column: 19, value: 'DateRglt' }],
    ['a separator too many', NORM.join('\t') + '\t', { reason: 'unknown-column', column: 19, value: '' }],
    ['a column twice', replaced('Credit', 'Debit'), { reason: 'duplicate-column', column: 13, field: 'Debit' }],
    ['a column less', NORM.slice(0, -1).join('|'), { reason: 'missing-column', column: 18, field: 'Idevise' }],
    ['both forms of amounts', replaced('Credit', 'Sens'), { reason: 'unknown-column', column: 13, value: 'Sens' }],
  ])('refuses %s', (_, header, fault) => {
    expect(() => readHeader(header)).toThrow(expect.objectContaining({ line: 1, ...fault }));
  });
});
