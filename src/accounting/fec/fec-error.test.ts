import { describeFecError, FecError } from './fec-error.js';

describe('FecError', () => {
  it('says the place and the fault in both languages', () => {
    const fault = { line: 12, column: 4, field: 'EcritureDate', value: '20231301' };
    const error = new FecError({ reason: 'bad-date', ...fault });
    expect(error).toMatchObject({ name: 'FecError', code: 'INVALID_FEC', reason: 'bad-date', ...fault });
    expect(error.message).toBe('Line 12, column 4 (EcritureDate): “20231301” is not a date in the form YYYYMMDD.');
    expect(describeFecError(error, 'fr')).toBe(
      "Ligne 12, colonne 4 (EcritureDate)\u00a0: «\u00a020231301\u00a0» n'est pas une date au format AAAAMMJJ.",
    );
  });

  it('writes a difference with the decimal sign of the language', () => {
    const error = new FecError({ reason: 'unbalanced-entry', line: 2, column: 12, value: 'A', difference: '-0.10' });
    expect(error.message).toContain('debit − credit = -0.10.');
    expect(describeFecError(error, 'fr')).toContain('débit − crédit = -0,10.');
  });

  it('shortens values and makes control characters visible, also where the value looks like a placeholder', () => {
    const long = new FecError({ reason: 'bad-amount', line: 2, column: 12, value: '😀'.repeat(60) });
    expect(long.value).toBe('😀'.repeat(49) + '…');
    const strange = new FecError({ reason: 'bad-character', line: 2, column: 1, value: 'a\u0007{limit}$&' });
    expect(strange.message).toBe('Line 2, column 1: “a\\x07{limit}$&” holds a control character.');
  });

  it('survives being written as JSON', () => {
    const error = new FecError({ reason: 'unbalanced-entry', line: 2, column: 12, difference: '0.10' });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code: 'INVALID_FEC', difference: '0.10' });
  });
});
