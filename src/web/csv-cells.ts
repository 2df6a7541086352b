const AMOUNT = /^-?\d+(\.\d+)?$/;

/**
 * A cell that no spreadsheet takes for a formula (OWASP, CSV injection): what begins with = + - @, a tab or a line end
 * gets an apostrophe in front. Amounts stay numbers.
 */
export function safeCell(cell: string | null): string {
  const text = cell ?? '';
  return /^[=+\-@\t\r\n]/.test(text) && !AMOUNT.test(text) ? `'${text}` : text;
}
