import type { Locale } from '../platform/kernel/actor.js';
import type { TaxPart } from './posting-rules.js';

interface Words {
  readonly fr: string;
  readonly en: string;
}

export interface KnownTaxRate {
  readonly code: string;
  readonly name: Words;
  readonly parts: readonly KnownPart[];
}

interface KnownPart {
  readonly name: Words;
  readonly percent: string;
  readonly account: string;
  /** What the account is called where the chart does not have it yet. */
  readonly accountName: Words;
}

const part = (percent: string, name: Words, account: string, accountName: Words): KnownPart => ({
  percent,
  name,
  account,
  accountName,
});

const GST = part('5.0000', { fr: 'TPS', en: 'GST' }, '2100', { fr: 'TPS à payer', en: 'GST payable' });
const QST = part('9.9750', { fr: 'TVQ', en: 'QST' }, '2110', { fr: 'TVQ à payer', en: 'QST payable' });
const hst = (percent: string) =>
  part(percent, { fr: 'TVH', en: 'HST' }, '2120', { fr: 'TVH à payer', en: 'HST payable' });
const pst = (percent: string) =>
  part(percent, { fr: 'TVP', en: 'PST' }, '2130', { fr: 'TVP à payer', en: 'PST payable' });
const vat = (percent: string) =>
  part(percent, { fr: 'TVA', en: 'VAT' }, '2140', { fr: 'TVA collectée', en: 'VAT collected' });

const rate = (code: string, fr: string, en: string, ...parts: KnownPart[]): KnownTaxRate => ({
  code,
  name: { fr, en },
  parts,
});

/**
 * Rates that a business may choose without typing them, with the accounts that collect them. The first four are in every book
 * from its first day; of rates with one of these codes this is what they are made of, unless the book says otherwise.
 */
export const KNOWN_TAX_RATES: readonly KnownTaxRate[] = [
  rate('TPS', 'TPS 5 %', 'GST 5%', GST),
  rate('TVQ', 'TVQ 9,975 %', 'QST 9.975%', QST),
  rate('TPS-TVQ', 'TPS et TVQ 14,975 %', 'GST and QST 14.975%', GST, QST),
  rate('EXO', 'Exonéré', 'Exempt'),
  rate('TVH-ON', 'TVH 13 % (Ontario)', 'HST 13% (Ontario)', hst('13.0000')),
  rate('TVH-NE', 'TVH 14 % (Nouvelle-Écosse)', 'HST 14% (Nova Scotia)', hst('14.0000')),
  rate('TVH-NB', 'TVH 15 % (Nouveau-Brunswick)', 'HST 15% (New Brunswick)', hst('15.0000')),
  rate('TVH-TNL', 'TVH 15 % (Terre-Neuve-et-Labrador)', 'HST 15% (Newfoundland and Labrador)', hst('15.0000')),
  rate('TVH-IPE', 'TVH 15 % (Île-du-Prince-Édouard)', 'HST 15% (Prince Edward Island)', hst('15.0000')),
  rate(
    'TPS-TVP-CB',
    'TPS et TVP 12 % (Colombie-Britannique)',
    'GST and PST 12% (British Columbia)',
    GST,
    pst('7.0000'),
  ),
  rate('TPS-TVP-MB', 'TPS et TVP 12 % (Manitoba)', 'GST and PST 12% (Manitoba)', GST, pst('7.0000')),
  rate('TPS-TVP-SK', 'TPS et TVP 11 % (Saskatchewan)', 'GST and PST 11% (Saskatchewan)', GST, pst('6.0000')),
  rate('TVA-20', 'TVA 20 %', 'VAT 20%', vat('20.0000')),
  rate('TVA-10', 'TVA 10 %', 'VAT 10%', vat('10.0000')),
  rate('TVA-5.5', 'TVA 5,5 %', 'VAT 5.5%', vat('5.5000')),
];

export const knownTaxRate = (code: string): KnownTaxRate | undefined =>
  KNOWN_TAX_RATES.find((known) => known.code === code);

/** What the program knows a rate to be made of, by its code. */
export const knownParts = (code: string, locale: Locale): TaxPart[] | undefined =>
  knownTaxRate(code)?.parts.map(({ name, percent, account }) => ({ name: name[locale], percent, account }));

/** The two taxes of a return to Revenu Québec: GST, in which HST is counted, and QST. */
export type TaxKind = 'gst' | 'qst';

/** What was paid to suppliers, to be had back: accounts of the default chart. */
export const RECOVERABLE: Readonly<Record<TaxKind, string>> = { gst: '1150', qst: '1160' };

/** Where each is collected in the default chart. */
export const COLLECTED_IN: Readonly<Record<TaxKind, readonly string[]>> = { gst: ['2100', '2120'], qst: ['2110'] };

/** Which of them a part of a rate is, by its name or the account that collects it; undefined for other taxes. */
export function taxKindOf({ name, account }: TaxPart): TaxKind | undefined {
  if (/^(TPS|TVH|GST|HST)\b/i.test(name)) return 'gst';
  if (/^(TVQ|QST)\b/i.test(name)) return 'qst';
  return (['gst', 'qst'] as const).find((kind) => COLLECTED_IN[kind].includes(account));
}
