/**
 * The form in which e-mail addresses are compared: surrounding spaces, case and Unicode composition do not count
 * (SPEC §3.3: "case and surrounding spaces ignored").
 */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

/** Control characters other than tab and line ends, and lone surrogates, which no column could hold unchanged. */
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** A line ends at any of these for somebody: terminals, mail clients, spreadsheets. A tab parts cells. */
const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]/;

export function isPrintable(text: string): boolean {
  return text.isWellFormed() && !UNPRINTABLE.test(text);
}

export function isOneLine(text: string): boolean {
  return !LINE_BREAKS.test(text);
}

/** A name that was stored before names had to be single lines, where a line break would begin something else: a mail, say. */
export function inOneLine(name: string): string {
  return name.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
