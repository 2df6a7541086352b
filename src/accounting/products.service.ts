import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, In, Like, Repository, type EntityManager } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { likeText } from '../platform/database/like.js';
import { select } from '../platform/database/transaction.js';
import { notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { Product } from './accounting.entity.js';
import { pageOfBook } from './book-lists.js';
import { CHOICES_MAX } from './document-choices.service.js';
import type { ProductChange, ProductRequest } from './catalogue.schemas.js';
import { accountsToPost } from './ledger-accounts.service.js';
import { removeUnused } from './removals.js';
import { assertUnchanged, onceById, versionOf } from './row-version.js';
import { taxRatesOf } from './tax-rates.service.js';
import type { ledger_accounts, tax_rates } from './tables.generated.js';

/** A product or service; `account` and `taxRate` are the number and the code, null where documents take the default. */
export interface ProductView {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly unitPrice: string;
  readonly account: string | null;
  readonly taxRate: string | null;
  /** Of what it says: whoever changes it may say which one they saw. */
  readonly version: string;
}

const withVersion = (product: Omit<ProductView, 'version'>): ProductView => {
  const { name, description, unitPrice, account, taxRate } = product;
  return { ...product, version: versionOf([name, description, unitPrice, account, taxRate]) };
};

@Injectable()
export class Products {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(Product) private readonly products: Repository<Product>,
    private readonly businesses: Businesses,
  ) {}

  async list(businessId: BusinessId, page: PageRequest): Promise<Page<ProductView>> {
    const bookId = await this.businesses.currentBook(businessId);
    const { items, next } = await pageOfBook(this.products, bookId, page, (product) => product);
    return { items: await viewsOf(this.dataSource.manager, idToBytes(bookId), items), next };
  }

  /**
   * What a form offers: products by their name, those whose name begins with `find`, and those that were chosen before; whether there are
   * more. A look into an index of so many rows, however many there are.
   */
  async choices(
    bookId: BookId,
    { find = '', chosen = [] }: { find?: string; chosen?: readonly string[] },
  ): Promise<{ items: ProductView[]; isMore: boolean }> {
    const order = { name: 'ASC', id: 'ASC' } as const;
    const where = { bookId, name: Like(`${likeText(find)}%`) };
    const found = await this.products.find({ where, order, take: CHOICES_MAX + 1 });
    const ids = [...new Set(chosen)].filter((id) => isId(id) && !found.some((product) => product.id === id));
    const before = ids.length === 0 ? [] : await this.products.find({ where: { bookId, id: In(ids) }, order });
    const items = [...before, ...found.slice(0, CHOICES_MAX)];
    return {
      items: await viewsOf(this.dataSource.manager, idToBytes(bookId), items),
      isMore: found.length > CHOICES_MAX,
    };
  }

  /** Throws NOT_FOUND. */
  async get(businessId: BusinessId, id: string): Promise<ProductView> {
    return this.getOfBook(await this.businesses.currentBook(businessId), id);
  }

  async getOfBook(bookId: BookId, id: string): Promise<ProductView> {
    const product = isId(id) ? await this.products.findOneBy({ bookId, id }) : null;
    if (!product) throw notFound('product');
    return (await viewsOf(this.dataSource.manager, idToBytes(bookId), [product]))[0]!;
  }

  /** Once, by the id that is given. Throws VALIDATION for an account or a tax rate that is not in the book. */
  add(businessId: BusinessId, ask: ProductRequest, id = newId()): Promise<ProductView> {
    const add = (into: BookWrite) => this.insert(into, ask, id);
    return onceById(
      () => writeToBook(this.dataSource, businessId, add),
      () => this.get(businessId, id),
    );
  }

  private async insert(into: BookWrite, ask: ProductRequest, id: string): Promise<ProductView> {
    const { name, description = null, unitPrice } = ask;
    const own = { name, description, unitPrice: formatCents(parseCents(unitPrice)) };
    const product = { bookId: into.bookId, id, ...own, createdAt: now(), ...(await namedBy(into, ask)) };
    await into.tx.insert(Product, product);
    return withVersion({ id, ...own, account: ask.account ?? null, taxRate: ask.taxRate ?? null });
  }

  /**
   * What is left out stays; documents that were issued stay as they are. Throws NOT_FOUND, CHANGED_MEANWHILE where somebody was
   * faster, VALIDATION as `add`.
   */
  async change(businessId: BusinessId, id: string, ask: ProductChange): Promise<ProductView> {
    if (!isId(id)) throw notFound('product');
    const { version, account, taxRate, ...own } = ask;
    await writeToBook(this.dataSource, businessId, async (into) => {
      const key = { bookId: into.bookId, id };
      const before = await into.tx.findOne(Product, { where: key, lock: { mode: 'pessimistic_write' } });
      if (!before) throw notFound('product');
      const [seen] = await viewsOf(into.tx, into.book, [before]);
      assertUnchanged(version, seen!.version);
      const named = await namedBy(into, { account, taxRate });
      const changed = {
        ...own,
        ...(account !== undefined && { accountId: named.accountId }),
        ...(taxRate !== undefined && { taxRateId: named.taxRateId }),
      };
      if (Object.keys(changed).length > 0) await into.tx.update(Product, key, changed);
    });
    return this.get(businessId, id);
  }

  /** Throws NOT_FOUND, and INVALID_STATE for one that lines of documents name. */
  remove(businessId: BusinessId, id: string): Promise<void> {
    return writeToBook(this.dataSource, businessId, (into) => removeUnused(into, 'products', id));
  }
}

/** The ids of what a product names; null where it names nothing. */
async function namedBy(into: BookWrite, { account, taxRate }: ProductChange) {
  const accounts = await accountsToPost(into, new Map(account ? [[account, 'account']] : []));
  const rates = await taxRatesOf(into, new Map(taxRate ? [[taxRate, 'taxRate']] : []));
  return {
    accountId: account ? bytesToId<string>(accounts.get(account)!.id) : null,
    taxRateId: taxRate ? bytesToId<string>(rates.get(taxRate)!.id) : null,
  };
}

async function viewsOf(manager: EntityManager, book: Buffer, products: readonly Product[]): Promise<ProductView[]> {
  const accounts = await named<Pick<ledger_accounts, 'id'> & { called: ledger_accounts['number'] }>(
    manager,
    'SELECT id, number AS called FROM ledger_accounts WHERE book_id = ? AND id IN (?)',
    [book, products.map(({ accountId }) => accountId)],
  );
  const rates = await named<Pick<tax_rates, 'id'> & { called: tax_rates['code'] }>(
    manager,
    'SELECT id, code AS called FROM tax_rates WHERE book_id = ? AND id IN (?)',
    [book, products.map(({ taxRateId }) => taxRateId)],
  );
  return products.map(({ id, name, description, unitPrice, accountId, taxRateId }) =>
    withVersion({
      id,
      name,
      description,
      unitPrice,
      account: accounts.get(accountId ?? '') ?? null,
      taxRate: rates.get(taxRateId ?? '') ?? null,
    }),
  );
}

/** What rows of these ids are called; ids that are null name nothing. */
async function named<Row extends { readonly id: Buffer; readonly called: string }>(
  manager: EntityManager,
  sql: string,
  [book, ids]: readonly [Buffer, readonly (string | null)[]],
): Promise<ReadonlyMap<string, string>> {
  const present = ids.flatMap((id) => (id === null ? [] : idToBytes(id)));
  if (present.length === 0) return new Map();
  const rows = await select<Row>(manager, sql, [book, present]);
  return new Map(rows.map(({ id, called }) => [bytesToId<string>(id), called]));
}
