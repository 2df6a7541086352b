import type { Locale } from '../../platform/kernel/actor.js';

/** Why a file is refused, in all languages. The keys are stable: clients and tests may depend on them. */
const SENTENCES = {
  'empty-file': { en: 'The file is empty.', fr: 'Le fichier est vide.' },
  'binary-file': {
    en: 'The file holds a zero byte: it is not a text file.',
    fr: "Le fichier contient un octet nul : ce n'est pas un fichier texte.",
  },
  'unknown-encoding': {
    en: 'The encoding is not supported: save the file as UTF-8, ISO-8859-15 or Windows-1252.',
    fr: "L'encodage n'est pas reconnu : enregistrez le fichier en UTF-8, ISO-8859-15 ou Windows-1252.",
  },
  'missing-header': {
    en: 'The first line is empty; it must name the 18 columns.',
    fr: 'La première ligne est vide ; elle doit nommer les 18 colonnes.',
  },
  'unknown-separator': {
    en: 'The first line holds neither tabs nor vertical bars: “{value}”.',
    fr: 'La première ligne ne contient ni tabulation ni barre verticale : « {value} ».',
  },
  'unknown-column': {
    en: '“{value}” is not a column of the format.',
    fr: "« {value} » n'est pas une colonne du format.",
  },
  'duplicate-column': {
    en: 'The column “{value}” appears twice.',
    fr: 'La colonne « {value} » figure deux fois.',
  },
  'missing-column': { en: 'The column {field} is missing.', fr: 'La colonne {field} est absente.' },
  'no-lines': {
    en: 'The file has a header but no ledger line.',
    fr: "Le fichier a un en-tête mais aucune ligne d'écriture.",
  },
  'empty-line': { en: 'The line is empty.', fr: 'La ligne est vide.' },
  'line-too-long': {
    en: 'The line is longer than {limit} bytes.',
    fr: 'La ligne dépasse {limit} octets.',
  },
  'field-count': {
    en: 'The line has {found} fields instead of {limit}.',
    fr: 'La ligne a {found} champs au lieu de {limit}.',
  },
  'bad-character': {
    en: '“{value}” holds a control character.',
    fr: '« {value} » contient un caractère de contrôle.',
  },
  'missing-value': { en: 'A value is required.', fr: 'Une valeur est obligatoire.' },
  'too-long': {
    en: '“{value}” has {found} characters; {limit} are allowed.',
    fr: '« {value} » compte {found} caractères ; {limit} sont admis.',
  },
  'bad-account': {
    en: '“{value}” is not an account number: only letters without accents, digits, “.”, “-” and “_” are allowed.',
    fr: "« {value} » n'est pas un numéro de compte : seuls lettres sans accent, chiffres, « . », « - » et « _ » sont admis.",
  },
  'bad-date': {
    en: '“{value}” is not a date in the form YYYYMMDD.',
    fr: "« {value} » n'est pas une date au format AAAAMMJJ.",
  },
  'bad-amount': { en: '“{value}” is not an amount.', fr: "« {value} » n'est pas un montant." },
  'thousands-separator': {
    en: '“{value}” holds a thousands separator; write the amount without it.',
    fr: '« {value} » contient un séparateur de milliers ; écrivez le montant sans lui.',
  },
  'too-many-decimals': {
    en: '“{value}” has more than 2 decimals (or holds a thousands separator).',
    fr: '« {value} » a plus de 2 décimales (ou contient un séparateur de milliers).',
  },
  'amount-too-large': {
    en: '“{value}” has more than {limit} digits before the decimal sign.',
    fr: '« {value} » a plus de {limit} chiffres avant la virgule.',
  },
  'debit-and-credit': {
    en: 'The line has both a debit and a credit.',
    fr: 'La ligne porte à la fois un débit et un crédit.',
  },
  'bad-direction': {
    en: '“{value}” is not a direction: D, C, +1 or -1.',
    fr: "« {value} » n'est pas un sens : D, C, +1 ou -1.",
  },
  'bad-currency': {
    en: '“{value}” is not a currency code of three letters (ISO 4217).',
    fr: "« {value} » n'est pas un code de devise à trois lettres (ISO 4217).",
  },
  'single-line-entry': {
    en: 'The entry “{value}” has a single line; it needs at least two.',
    fr: "L'écriture « {value} » n'a qu'une ligne ; il en faut au moins deux.",
  },
  'unbalanced-entry': {
    en: 'The entry “{value}” does not balance: debit − credit = {difference}.',
    fr: "L'écriture « {value} » n'est pas équilibrée : débit − crédit = {difference}.",
  },
  'entry-too-large': {
    en: 'The sum of the entry up to this line is too large to be checked.',
    fr: "La somme de l'écriture jusqu'à cette ligne est trop grande pour être vérifiée.",
  },
  'entry-too-long': {
    en: 'The entry has more than {limit} lines; split it.',
    fr: "L'écriture compte plus de {limit} lignes ; scindez-la.",
  },
  'too-many-entries': {
    en: 'The file has more than {limit} entries.',
    fr: 'Le fichier compte plus de {limit} écritures.',
  },
  'too-many-names': {
    en: 'The file names more than {limit} different values in this column.',
    fr: 'Le fichier compte plus de {limit} valeurs différentes dans cette colonne.',
  },
} as const satisfies Record<string, Record<Locale, string>>;

/** Stable machine word for the rule that was broken. */
export type FecReason = keyof typeof SENTENCES;

interface FecFault {
  reason: FecReason;
  /** Line in the file, from 1 (the header). */
  line: number;
  /** Field in the order of the file itself, from 1; 1 when the fault is the whole line's. */
  column: number;
  /** Official name of the field, where one is to blame. */
  field?: string | undefined;
  /** What the file says there; shortened to 50 characters, control characters written as `\xNN`. */
  value?: string | undefined;
  limit?: number;
  found?: number;
  /** Σ debit − Σ credit, as a decimal string with a point. */
  difference?: string;
}

const VALUE_CHARACTERS_MAX = 50;

/** The file breaks a rule of the format. Nothing was changed; the message is English, see `describeFecError`. */
export class FecError extends Error {
  readonly code = 'INVALID_FEC';
  readonly reason: FecReason;
  readonly line: number;
  readonly column: number;
  readonly field: string | undefined;
  readonly value: string | undefined;
  readonly limit: number | undefined;
  readonly found: number | undefined;
  readonly difference: string | undefined;
  /** What else is wrong with the file, in its order: 49 faults at most. */
  further: readonly FecError[] = [];

  constructor(fault: FecFault) {
    super();
    this.name = 'FecError';
    this.reason = fault.reason;
    this.line = fault.line;
    this.column = fault.column;
    this.field = fault.field;
    this.value = fault.value === undefined ? undefined : shorten(fault.value);
    this.limit = fault.limit;
    this.found = fault.found;
    this.difference = fault.difference;
    this.message = describeFecError(this, 'en');
  }
}

const FAULTS_MAX = 50;

/** Gathers what is wrong with a file, so that it can be mended at one go. */
export class FecFaults {
  private readonly found: FecError[] = [];

  /** Notes a fault with which the reading can go on. Throws all once there are as many as somebody mends at one go. */
  note(fault: unknown): void {
    if (!(fault instanceof FecError)) throw fault;
    this.found.push(fault);
    if (this.found.length === FAULTS_MAX) this.throwIfAny();
  }

  /** Notes a fault with which the reading ends; throws it behind those before it, or whatever else it is. */
  end(fault: unknown): never {
    // What `note` has thrown already is the first of them.
    if (fault instanceof FecError && !this.found.includes(fault)) {
      this.found.push(fault);
      this.throwIfAny();
    }
    throw fault;
  }

  throwIfAny(): void {
    const [first, ...further] = this.found;
    if (!first) return;
    first.further = further;
    throw first;
  }
}

/** One sentence for people, with the place first: `Line 12, column 4 (EcritureDate): “20231301” is not a date …`. */
export function describeFecError(error: FecError, locale: Locale): string {
  const field = error.field === undefined ? '' : ` (${error.field})`;
  const place = `${locale === 'fr' ? 'Ligne' : 'Line'} ${error.line}, ${locale === 'fr' ? 'colonne' : 'column'} ${error.column}${field}`;
  const sentence: string = SENTENCES[error.reason][locale];
  const difference = locale === 'fr' ? error.difference?.replace('.', ',') : error.difference;
  const facts: Record<string, string | number | undefined> = {
    field: error.field,
    value: error.value,
    limit: error.limit,
    found: error.found,
    difference,
  };
  const template = locale === 'fr' ? frenchSpaces(`${place} : ${sentence}`) : `${place}: ${sentence}`;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}

/** French puts unbreakable spaces inside « » and before : ; — the table above is kept readable with plain ones. */
function frenchSpaces(text: string): string {
  return text.replace(/« /g, '«\u00a0').replace(/ (?=[»:;])/g, '\u00a0');
}

function shorten(value: string): string {
  // A field may be as long as a line (16 KiB); cut before splitting into code points.
  const points = Array.from(value.slice(0, 2 * VALUE_CHARACTERS_MAX + 2), visible);
  return points.length <= VALUE_CHARACTERS_MAX
    ? points.join('')
    : points.slice(0, VALUE_CHARACTERS_MAX - 1).join('') + '…';
}

function visible(character: string): string {
  const code = character.codePointAt(0)!;
  const isControl = code < 0x20 || (code >= 0x7f && code <= 0x9f);
  return isControl ? `\\x${code.toString(16).padStart(2, '0')}` : character;
}
