import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository, type EntityManager } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { businessHead } from '../people/businesses/business-head.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { isDuplicateKey, select } from '../platform/database/transaction.js';
import type { Locale } from '../platform/kernel/actor.js';
import { AppError, invalid, notFound } from '../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { TaxRate, TaxRatePart } from './accounting.entity.js';
import { pageOfBook } from './book-lists.js';
import type { TaxRateRequest } from './catalogue.schemas.js';
import { accountsToPost, addMissingAccounts } from './ledger-accounts.service.js';
import { KNOWN_TAX_RATES, knownParts, knownTaxRate, type KnownTaxRate } from './known-tax-rates.js';
import { POSTED_TO, type TaxPart } from './posting-rules.js';
import { removeUnused } from './removals.js';
import { onceById } from './row-version.js';
import type { ledger_accounts, tax_rate_parts, tax_rates } from './tables.generated.js';

export interface TaxRateView {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** The sum of its parts: a decimal string. */
  readonly percent: string;
  readonly parts: readonly TaxPart[];
}

/** A rate that may be chosen, in one language; whether the book has one of its code. */
export interface TaxRateOffer {
  readonly code: string;
  readonly name: string;
  readonly percent: string;
  readonly parts: readonly TaxPart[];
}

@Injectable()
export class TaxRates {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(TaxRate) private readonly taxRates: Repository<TaxRate>,
    private readonly businesses: Businesses,
  ) {}

  async list(businessId: BusinessId, page: PageRequest): Promise<Page<TaxRateView>> {
    const book = await this.businesses.currentBook(businessId);
    const { locale } = await businessHead(this.dataSource.manager, businessId);
    const { items, next } = await pageOfBook(this.taxRates, book, page, (rate) => rate);
    const parts = await partsOf(this.dataSource.manager, idToBytes(book), items, locale);
    return { items: items.map((rate) => viewOf(rate, parts.get(rate.id)!)), next };
  }

  /** Throws NOT_FOUND. */
  async getOfBook(businessId: BusinessId, bookId: BookId, id: string): Promise<TaxRateView> {
    const rate = isId(id) ? await this.taxRates.findOneBy({ bookId, id }) : null;
    if (!rate) throw notFound('tax rate');
    const { locale } = await businessHead(this.dataSource.manager, businessId);
    const parts = await partsOf(this.dataSource.manager, idToBytes(bookId), [rate], locale);
    return viewOf(rate, parts.get(rate.id)!);
  }

  /** What the program knows of common rates, in the language of the business. */
  async known(businessId: BusinessId): Promise<{ items: TaxRateOffer[] }> {
    const { locale } = await businessHead(this.dataSource.manager, businessId);
    const items = KNOWN_TAX_RATES.map(({ code, name }) => {
      const parts = knownParts(code, locale)!;
      return { code, name: name[locale], percent: sumOf(parts), parts };
    });
    return { items };
  }

  /** Adds a rate, one that is known or one of its own, once by the id that is given. Throws ALREADY_EXISTS for a code that is taken. */
  async add(businessId: BusinessId, ask: TaxRateRequest, id = newId()): Promise<TaxRateView> {
    const { locale } = await businessHead(this.dataSource.manager, businessId);
    try {
      return await onceById(
        () => writeToBook(this.dataSource, businessId, (into) => addTaxRate(into, ask, { locale, id })),
        async () => this.getOfBook(businessId, await this.businesses.currentBook(businessId), id),
      );
    } catch (error) {
      if (!isDuplicateKey(error, 'tax_rates_code')) throw error;
      throw new AppError('ALREADY_EXISTS', `There is a tax rate ${ask.known ?? ask.code} already.`);
    }
  }

  /** Throws NOT_FOUND, and INVALID_STATE for one that products or lines of documents name. */
  async remove(businessId: BusinessId, id: string): Promise<void> {
    if (!isId(id)) throw notFound('tax rate');
    await writeToBook(this.dataSource, businessId, async (into) => {
      await into.tx.delete(TaxRatePart, { bookId: into.bookId, taxRateId: id });
      await removeUnused(into, 'tax_rates', id);
    });
  }
}

async function addTaxRate(
  into: BookWrite,
  ask: TaxRateRequest,
  { locale, id }: { locale: Locale; id: string },
): Promise<TaxRateView> {
  const { code, name, parts } = ask.known === undefined ? own(ask) : await chosen(into, ask.known, locale);
  const accounts = await accountsToPost(into, new Map(parts.map(({ account }, i) => [account, `parts.${i}.account`])));
  const named: TaxPart[] = parts.map((part) => ({ ...part, name: part.name ?? code, percent: toScale(part.percent) }));
  const percent = sumOf(named);
  if (Number(percent) > 100) throw invalid('parts', 'A tax rate is at most 100 percent.');
  const rate = { bookId: into.bookId, id, code, name, percent };
  await into.tx.insert(TaxRate, rate);
  const rows = named.map((part, i) => ({
    bookId: into.bookId,
    taxRateId: rate.id,
    partNo: i + 1,
    name: part.name,
    percent: part.percent,
    accountId: bytesToId(accounts.get(part.account)!.id),
  }));
  if (rows.length > 0) await into.tx.insert(TaxRatePart, rows);
  return viewOf(rate, named);
}

/** The schema has seen to it that all are there. */
const own = ({ code, name, parts }: TaxRateRequest) => ({ code: code!, name: name!, parts: parts! });

/** A known rate in one language; accounts that it collects into and the chart lacks are added. */
async function chosen(into: BookWrite, code: string, locale: Locale) {
  const known: KnownTaxRate | undefined = knownTaxRate(code);
  if (!known) throw invalid('known', `There is no known tax rate ${code}.`);
  await addMissingAccounts(
    into,
    known.parts.map(({ account, accountName }) => ({ number: account, name: accountName[locale] })),
  );
  return { code, name: known.name[locale], parts: knownParts(code, locale)! };
}

/** A rate of the book as documents compute and post with it. */
export interface RateToPost {
  readonly id: Buffer;
  readonly code: string;
  readonly percent: string;
  readonly parts: readonly TaxPart[];
}

/** The rates of these codes, or of all. Throws VALIDATION for a code that is not in the book. */
export async function taxRatesOf(
  { tx, book }: BookWrite,
  codes: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, RateToPost>> {
  if (codes.size === 0) return new Map();
  const rows = await select<Pick<tax_rates, 'id' | 'code' | 'percent'>>(
    tx,
    'SELECT id, code, percent FROM tax_rates WHERE book_id = ? AND code IN (?)',
    [book, [...codes.keys()]],
  );
  for (const [code, path] of codes) {
    if (rows.some((row) => row.code === code)) continue;
    throw new AppError('VALIDATION', `There is no tax rate ${code}.`, { errors: [{ path, message: 'unknown' }] });
  }
  const rates = rows.map((row) => ({ ...row, id: bytesToId(row.id) }));
  const parts = await partsOf(tx, book, rates, 'fr');
  return new Map(rows.map((row) => [row.code, { ...row, parts: parts.get(bytesToId(row.id))! }] as const));
}

/** Code → what that rate is made of, named in one language. Codes that are not in the book are left out. */
export async function taxPartsByCode(
  manager: EntityManager,
  book: Buffer,
  codes: readonly string[],
  locale: Locale,
): Promise<ReadonlyMap<string, readonly TaxPart[]>> {
  if (codes.length === 0) return new Map();
  const rows = await select<Pick<tax_rates, 'id' | 'code' | 'name' | 'percent'>>(
    manager,
    'SELECT id, code, name, percent FROM tax_rates WHERE book_id = ? AND code IN (?)',
    [book, [...codes]],
  );
  const rates = rows.map((row) => ({ ...row, id: bytesToId(row.id) }));
  const parts = await partsOf(manager, book, rates, locale);
  return new Map(rates.map(({ id, code }) => [code, parts.get(id)!] as const));
}

type NamedRate = Pick<TaxRate, 'id' | 'code' | 'name' | 'percent'>;

/** What rates are made of: what the book says, or what is known of the code, or one part in the account of taxes. */
async function partsOf(
  manager: EntityManager,
  book: Buffer,
  rates: readonly (Pick<NamedRate, 'id' | 'code' | 'percent'> & { name?: string })[],
  locale: Locale,
): Promise<ReadonlyMap<string, readonly TaxPart[]>> {
  if (rates.length === 0) return new Map();
  const rows = await select<
    Pick<tax_rate_parts, 'tax_rate_id' | 'name' | 'percent'> & { account: ledger_accounts['number'] }
  >(
    manager,
    `SELECT p.tax_rate_id, p.name, p.percent, a.number AS account FROM tax_rate_parts p
     JOIN ledger_accounts a ON a.book_id = p.book_id AND a.id = p.account_id
     WHERE p.book_id = ? AND p.tax_rate_id IN (?) ORDER BY p.tax_rate_id, p.part_no`,
    [book, rates.map(({ id }) => idToBytes(id))],
  );
  const own = new Map<string, TaxPart[]>();
  for (const { tax_rate_id, ...part } of rows) {
    const id = bytesToId(tax_rate_id);
    own.set(id, [...(own.get(id) ?? []), part]);
  }
  return new Map(rates.map((rate) => [rate.id, own.get(rate.id) ?? assumedParts(rate, locale)]));
}

function assumedParts(
  { code, name, percent }: { code: string; name?: string; percent: string },
  locale: Locale,
): TaxPart[] {
  const known = knownParts(code, locale);
  if (known && sumOf(known) === percent) return known;
  return Number(percent) === 0 ? [] : [{ name: name ?? code, percent, account: POSTED_TO.tax }];
}

function viewOf({ id, code, name, percent }: NamedRate, parts: readonly TaxPart[]): TaxRateView {
  return { id, code, name, percent, parts };
}

const SCALE = 4;

/** "9.975" → "9.9750", as it is stored. */
function toScale(percent: string): string {
  const [whole = '0', fraction = ''] = percent.split('.');
  return `${Number(whole)}.${fraction.padEnd(SCALE, '0')}`;
}

function sumOf(parts: readonly TaxPart[]): string {
  const sum = parts.reduce((total, { percent }) => total + BigInt(percent.replace('.', '')), 0n);
  const digits = sum.toString().padStart(SCALE + 1, '0');
  return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`;
}
