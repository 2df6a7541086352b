import type { Locale } from '../platform/kernel/actor.js';
import { now } from '../platform/kernel/clock.js';
import { newId } from '../platform/kernel/ids.js';
import type { BookWrite } from '../books/fence.js';
import { holdsFromTheStart, type Seed } from '../books/fresh-book.js';
import { Journal, LedgerAccount, TaxRate } from './accounting.entity.js';

type Names = readonly [code: string, french: string, english: string];

/** The chart of a small business in Québec: what a book holds on the day of sign-up, and again after a reset (SPEC §2). */
const ACCOUNTS: readonly Names[] = [
  ['1000', 'Encaisse', 'Cash'],
  ['1010', 'Compte bancaire', 'Bank account'],
  ['1100', 'Comptes clients', 'Accounts receivable'],
  ['1150', 'TPS à recouvrer', 'GST recoverable'],
  ['1160', 'TVQ à recouvrer', 'QST recoverable'],
  ['1200', 'Stocks', 'Inventory'],
  ['1300', 'Charges payées d’avance', 'Prepaid expenses'],
  ['1500', 'Immobilisations', 'Property and equipment'],
  ['1590', 'Amortissement cumulé', 'Accumulated depreciation'],
  ['2000', 'Comptes fournisseurs', 'Accounts payable'],
  ['2050', 'Carte de crédit', 'Credit card'],
  ['2100', 'TPS à payer', 'GST payable'],
  ['2110', 'TVQ à payer', 'QST payable'],
  ['2200', 'Retenues à la source à payer', 'Payroll deductions payable'],
  ['2500', 'Emprunts', 'Loans'],
  ['3000', 'Capital', 'Owner’s equity'],
  ['3100', 'Prélèvements', 'Owner’s draws'],
  ['3200', 'Bénéfices non répartis', 'Retained earnings'],
  ['4000', 'Ventes', 'Sales'],
  ['4100', 'Services rendus', 'Services'],
  ['4900', 'Autres revenus', 'Other income'],
  ['5000', 'Achats', 'Purchases'],
  ['5100', 'Salaires', 'Wages'],
  ['5200', 'Loyer', 'Rent'],
  ['5300', 'Fournitures de bureau', 'Office supplies'],
  ['5400', 'Télécommunications', 'Telecommunications'],
  ['5500', 'Frais bancaires', 'Bank fees'],
  ['5600', 'Publicité', 'Advertising'],
  ['5700', 'Honoraires professionnels', 'Professional fees'],
  ['5800', 'Amortissement', 'Depreciation'],
];

const JOURNALS: readonly Names[] = [
  ['VE', 'Ventes', 'Sales'],
  ['AC', 'Achats', 'Purchases'],
  ['BQ', 'Banque', 'Bank'],
  ['OD', 'Opérations diverses', 'General'],
];

const TAX_RATES: readonly (readonly [code: string, french: string, english: string, percent: string])[] = [
  ['TPS', 'TPS 5 %', 'GST 5%', '5.0000'],
  ['TVQ', 'TVQ 9,975 %', 'QST 9.975%', '9.9750'],
  ['TPS-TVQ', 'TPS et TVQ 14,975 %', 'GST and QST 14.975%', '14.9750'],
  ['EXO', 'Exonéré', 'Exempt', '0.0000'],
];

const LANGUAGES = { fr: 1, en: 2 } as const;

const defaults = (locale: Locale) => {
  const nameOf = (names: readonly string[]) => names[LANGUAGES[locale]]!;
  return {
    accounts: ACCOUNTS.map((names): Seed<LedgerAccount> => ({ number: names[0], name: nameOf(names) })),
    journals: JOURNALS.map((names): Seed<Journal> => ({ code: names[0], name: nameOf(names) })),
    taxRates: TAX_RATES.map((names): Seed<TaxRate> => ({ code: names[0], name: nameOf(names), percent: names[3] })),
  };
};

const DEFAULTS = { fr: defaults('fr'), en: defaults('en') };

holdsFromTheStart(LedgerAccount, { fr: DEFAULTS.fr.accounts, en: DEFAULTS.en.accounts });
holdsFromTheStart(Journal, { fr: DEFAULTS.fr.journals, en: DEFAULTS.en.journals });
holdsFromTheStart(TaxRate, { fr: DEFAULTS.fr.taxRates, en: DEFAULTS.en.taxRates });

/** Fills a fresh book, in three statements whatever the business. */
export async function seedDefaultChart(
  { tx, bookId }: Pick<BookWrite, 'tx' | 'bookId'>,
  locale: Locale,
): Promise<void> {
  const { accounts, journals, taxRates } = DEFAULTS[locale];
  const createdAt = now();
  const key = () => ({ bookId, id: newId() });
  await tx.insert(
    LedgerAccount,
    accounts.map((account) => ({ ...account, ...key(), createdAt })),
  );
  await tx.insert(
    Journal,
    journals.map((journal) => ({ ...journal, ...key() })),
  );
  await tx.insert(
    TaxRate,
    taxRates.map((rate) => ({ ...rate, ...key() })),
  );
}
