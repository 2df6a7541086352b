import { AppError as Refusal, BaseProperty, BaseRecord, BaseResource, type ActionContext, type Filter } from 'adminjs';
import { In, Like, type FindOptionsOrder, type FindOptionsWhere, type ObjectLiteral } from 'typeorm';
import { likeText } from '../platform/database/like.js';
import type { ListedRows } from '../platform/database/listed-rows.js';
import type { PolicySubject } from '../policy/policy.js';
import { isId } from '../platform/kernel/ids.js';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { adminMay } from './panel-admin.js';

/** A column that the panel may know of. What is not declared is never selected, filtered or sorted by. */
export interface PanelColumn {
  readonly type: 'string' | 'uuid' | 'datetime';
  /** Absent: cannot be filtered by. */
  readonly filter?: 'is' | 'starts-with';
  readonly canSort?: boolean;
}

export interface PanelList {
  readonly id: string;
  readonly columns: Readonly<Record<string, PanelColumn>>;
  /** Read under the policy as this. */
  readonly on: PolicySubject;
}

const COUNT_MAX = 10_000;
const OFFSET_MAX = 100_000;

/**
 * Rows of a table for AdminJS, read only: the panel changes nothing but through the services that also record it. Written
 * instead of `@adminjs/typeorm`, which selects every column, filters by hidden ones and swallows errors.
 */
export class PanelResource<E extends ObjectLiteral & { readonly id: string }> extends BaseResource {
  private readonly known: ReadonlyMap<string, BaseProperty>;

  constructor(
    private readonly rows: ListedRows<E>,
    private readonly source: PanelList,
  ) {
    super(source);
    const names = Object.keys(source.columns);
    if (names.join() !== rows.columns.join()) throw new Error(`${source.id} has ${rows.columns.join()}.`);
    this.known = new Map(
      Object.entries(source.columns).map(([path, { type, canSort = false }], position) => [
        path,
        new ReadOnlyProperty({ path, type, isId: path === 'id', isSortable: canSort, position }),
      ]),
    );
  }

  override id(): string {
    return this.source.id;
  }

  override databaseName(): string {
    return 'ardoise';
  }

  override databaseType(): string {
    return 'mariadb';
  }

  override properties(): BaseProperty[] {
    return [...this.known.values()];
  }

  override property(path: string): BaseProperty | null {
    return this.known.get(path) ?? null;
  }

  /** At most 10 000: a list of that length is narrowed, not read to its end. */
  override count(filter: Filter): Promise<number> {
    return this.rows.count(this.where(filter), COUNT_MAX);
  }

  override async find(
    filter: Filter,
    ask: { limit?: number; offset?: number; sort?: { sortBy?: string; direction?: 'asc' | 'desc' } },
  ): Promise<BaseRecord[]> {
    const sortBy = ask.sort?.sortBy ?? '';
    const direction = ask.sort?.direction === 'desc' ? 'DESC' : 'ASC';
    const order = { ...(this.source.columns[sortBy]?.canSort && { [sortBy]: direction }), id: direction };
    const rows = await this.rows.page({
      where: this.where(filter),
      order: order as unknown as FindOptionsOrder<E>,
      take: Math.min(positive(ask.limit) ?? PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX),
      skip: Math.min(positive(ask.offset) ?? 0, OFFSET_MAX),
    });
    return rows.map((row) => this.record(row));
  }

  override async findOne(id: string): Promise<BaseRecord | null> {
    if (!isId(id)) return null;
    const row = await this.rows.find(id);
    return row && this.record(row);
  }

  /** What AdminJS fills references with: nothing where the person may not read the target itself. */
  override async findMany(ids: (string | number)[], context?: ActionContext): Promise<BaseRecord[]> {
    if (!adminMay(context?.currentAdmin, 'read', this.source.on)) return [];
    const found = await Promise.all(ids.slice(0, PAGE_LIMIT_MAX).map((id) => this.findOne(String(id))));
    return found.filter((record) => record !== null);
  }

  override create(): Promise<never> {
    return Promise.reject(readOnly());
  }

  override update(): Promise<never> {
    return Promise.reject(readOnly());
  }

  override delete(): Promise<never> {
    return Promise.reject(readOnly());
  }

  /** Filters by what is declared; the rest of what was asked is ignored, so that an answer tells nothing of it. */
  private where(filter: Filter): FindOptionsWhere<E> {
    const conditions = Object.entries(filter.filters).flatMap(([name, { value }]) => {
      const how = Object.hasOwn(this.source.columns, name) ? this.source.columns[name]!.filter : undefined;
      if (how === undefined || typeof value !== 'string' || value === '') return [];
      return [[name, how === 'is' ? oneOfItsWords(value) : Like(`${likeText(value)}%`)]];
    });
    return Object.fromEntries(conditions) as FindOptionsWhere<E>;
  }

  private record(row: E): BaseRecord {
    return new BaseRecord(Object.fromEntries([...this.known.keys()].map((name) => [name, row[name] as unknown])), this);
  }
}

class ReadOnlyProperty extends BaseProperty {
  override isEditable(): boolean {
    return false;
  }
}

function positive(given: unknown): number | undefined {
  const number = Math.trunc(Number(given));
  return number > 0 ? number : undefined;
}

const readOnly = () => new Refusal('Rows are changed by actions, which are recorded; never by a form.');

/** Such columns hold words of ours in ASCII, with which the database refuses to compare anything else: nothing is found then. */
const oneOfItsWords = (value: string) => (/^[\x20-\x7e]*$/.test(value) ? value : In([]));
