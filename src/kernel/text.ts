/**
 * The form in which e-mail addresses are compared: surrounding spaces, case and Unicode composition do not count
 * (SPEC §3.3: "case and surrounding spaces ignored").
 */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

/** Control characters other than tab and line ends, and lone surrogates, which no column could hold unchanged. */

const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

export function isPrintable(text: string): boolean {
  return text.isWellFormed() && !UNPRINTABLE.test(text);
}
