/**
 * What the counter of a journal would have had to count to give this number, "BQ000012"; 0 for a number that it never gives. One
 * of more digits is not looked for: a date behind a code would send the counter to twenty million.
 */
export function countedIn(journal: string, number: string): number {
  const digits = number.startsWith(journal) ? number.slice(journal.length) : '';
  return /^\d{6,7}$/.test(digits) ? Number(digits) : 0;
}
