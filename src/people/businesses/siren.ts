import { z } from 'zod';

const DIGITS = 9;

/** Luhn's check (ISO/IEC 7812-1, annex B), by which INSEE gives the last digit of a SIREN. */
export function isSiren(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false;
  const sum = [...text].reduce((all, digit, i) => {
    const weighed = Number(digit) * (i % 2 === DIGITS % 2 ? 2 : 1);
    return all + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0;
}

/** As people write it: "732 829 320". */
export const withoutSpaces = (text: string) => text.replace(/\s/g, '');

/** The number of a business in France, with or without spaces. */
export const sirenSchema = z
  .string()
  .max(20)
  .refine((text) => isSiren(withoutSpaces(text)), 'must be the nine digits of a SIREN')
  .describe('In France: nine digits, the last of which checks the others. It names the FEC file.');
