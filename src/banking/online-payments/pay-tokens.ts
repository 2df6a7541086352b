import { randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;
/** Crockford's base 32: nothing that is taken for something else when it is read out. 32 letters: no remainder, no bias. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const REFERENCE_LETTERS = 8;

/** What makes an address of a pay page unguessable: 256 random bits. */
export const newToken = (): Buffer => randomBytes(TOKEN_BYTES);

/** As it stands in the address. */
export const tokenText = (token: Buffer): string => token.toString('base64url');

/** The address of the page of a link, by the text in it. */
export const payUrl = (publicUrl: string, token: string): string => `${publicUrl}/pay/${token}`;

/** The token of an address, or undefined for what is none: there is one spelling of each. */
export function tokenOf(text: string): Buffer | undefined {
  const token = Buffer.from(text, 'base64url');
  return token.length === TOKEN_BYTES && tokenText(token) === text ? token : undefined;
}

/** `PAY-7K2M9QXW`: short enough to be read out, and not to be guessed from another. */
export function newReference(): string {
  const letters = [...randomBytes(REFERENCE_LETTERS)].map((byte) => LETTERS[byte % LETTERS.length]);
  return `PAY-${letters.join('')}`;
}

/** As it is stored, or undefined for a text that cannot be one; small letters and spaces around do not matter. */
export function referenceOf(typed: string): string | undefined {
  const text = typed.trim().toUpperCase();
  return /^PAY-[0-9A-HJKMNP-TV-Z]{8}$/.test(text) ? text : undefined;
}
