/**
 * The rules by which the tax administration's own checker, Test Compta Demat, takes a FEC file or not (LPF, art. A47 A-1, VII to X;
 * docs/decisions/0046), as a second hand wrote them: nothing here is the program's own.
 */
const FIELDS =
  'JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise'.split(
    ' ',
  );
/** Never empty. */
const MANDATORY =
  'JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib PieceRef PieceDate EcritureLib Debit Credit ValidDate'.split(
    ' ',
  );
const DATES = ['EcritureDate', 'PieceDate', 'DateLet', 'ValidDate'];
const AMOUNTS = ['Debit', 'Credit', 'Montantdevise'];
/** Said together or not at all. */
const PAIRS = [
  ['CompAuxNum', 'CompAuxLib'],
  ['EcritureLet', 'DateLet'],
  ['Montantdevise', 'Idevise'],
] as const;

type Line = Readonly<Record<string, string>>;

/** What the administration's checker would find; nothing in a file that it takes. */
export function faultsOfFec(bytes: Buffer, name: string): string[] {
  const faults = /^\d{9}FEC\d{8}\.txt$/.test(name) ? [] : [`the name ${name}`];
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return [...faults, 'the encoding'];
  }
  if (text.startsWith('\uFEFF')) faults.push('a mark before the header');
  const ends = new Set(text.match(/\r\n|\r|\n/g));
  if (ends.size !== 1 || !/[\r\n]$/.test(text)) faults.push('the ends of lines');
  const [header = '', ...rows] = text.replace(/\r?\n$/, '').split(/\r\n|\n/);
  const separator = header.includes('\t') ? '\t' : '|';
  if (header !== FIELDS.join(separator)) return [...faults, 'the header'];
  const lines = rows.map((row, i): Line => {
    const cells = row.split(separator);
    if (cells.length !== FIELDS.length) faults.push(`line ${i + 2}: ${cells.length} fields`);
    return Object.fromEntries(FIELDS.map((field, at) => [field, cells[at] ?? '']));
  });
  for (const [i, line] of lines.entries()) faults.push(...faultsOfLine(line).map((fault) => `line ${i + 2}: ${fault}`));
  return [...faults, ...faultsOfEntries(lines), ...faultsOfOrder(lines)];
}

function faultsOfLine(line: Line): string[] {
  const given = (fields: readonly string[]) => fields.filter((field) => line[field] !== '');
  return [
    ...MANDATORY.filter((field) => line[field]!.trim() === '').map((field) => `${field} is empty`),
    ...given(DATES)
      .filter((field) => !isDate(line[field]!))
      .map((field) => `${field} ${line[field]}`),
    ...given(AMOUNTS)
      .filter((field) => !AMOUNT.test(line[field]!))
      .map((field) => `${field} ${line[field]}`),
    ...PAIRS.filter(([a, b]) => (line[a] === '') !== (line[b] === '')).map(([a, b]) => `${a} without ${b}`),
    ...(/^\d{3}/.test(line['CompteNum']!) ? [] : [`CompteNum ${line['CompteNum']}`]),
    ...(centsOf(line['Debit']!) !== 0n && centsOf(line['Credit']!) !== 0n ? ['both sides'] : []),
  ];
}

function isDate(text: string): boolean {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  return iso !== text && new Date(`${iso}T00:00:00Z`).toISOString().startsWith(iso);
}

/** What is no amount has been found already. */
const centsOf = (amount: string) => (AMOUNT.test(amount) ? BigInt(amount.replace(',', '')) : 0n);
const AMOUNT = /^-?\d+,\d{2}$/;

/** Each entry balances and stands in one piece, and each journal balances. */
function faultsOfEntries(lines: readonly Line[]): string[] {
  const faults: string[] = [];
  const sums = new Map<string, bigint>();
  const done = new Set<string>();
  let last = '';
  for (const line of lines) {
    const entry = `${line['JournalCode']} ${line['EcritureNum']} ${line['EcritureDate']}`;
    if (entry !== last && done.has(entry)) faults.push(`entry ${entry} in pieces`);
    done.add(entry);
    last = entry;
    const balance = centsOf(line['Debit']!) - centsOf(line['Credit']!);
    for (const key of [`entry ${entry}`, `journal ${line['JournalCode']}`]) {
      sums.set(key, (sums.get(key) ?? 0n) + balance);
    }
  }
  for (const [key, sum] of sums) if (sum !== 0n) faults.push(`${key} does not balance`);
  return faults;
}

/** In the order of validation; the numbers of each journal go up by one, as far as they are numbers behind letters. */
function faultsOfOrder(lines: readonly Line[]): string[] {
  const faults: string[] = [];
  const numbers = new Map<string, number>();
  let validated = '';
  for (const [i, line] of lines.entries()) {
    if (line['ValidDate']! < validated) faults.push(`line ${i + 2}: validated before the line above`);
    validated = line['ValidDate']!;
    const journal = line['JournalCode']!;
    const number = Number(/\d+$/.exec(line['EcritureNum']!)?.[0]);
    const before = numbers.get(journal);
    if (before !== undefined && number !== before && number !== before + 1)
      faults.push(`line ${i + 2}: ${line['EcritureNum']} after ${before}`);
    numbers.set(journal, number);
  }
  return faults;
}
