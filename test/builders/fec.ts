const COLUMNS =
  'JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate ' +
  'EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise';

/** A FEC file of balanced entries of two lines; `marker` is the label of each and begins their numbers. */
export function smallFec(marker: string, entries: number): string {
  const lines = [COLUMNS.replaceAll(' ', '\t')];
  for (let i = 1; i <= entries; i++) {
    const head = ['OD', 'General', `${marker}-${i}`, '20260115'];
    const tail = ['', '', '', '', '20260115', '', ''];
    lines.push(
      [...head, '1000', 'Cash', '', '', `P${i}`, '20260115', marker, `${i},00`, '0,00', ...tail.slice(2)].join('\t'),
    );
    lines.push(
      [...head, '4000', 'Sales', '', '', `P${i}`, '20260115', marker, '0,00', `${i},00`, ...tail.slice(2)].join('\t'),
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}
