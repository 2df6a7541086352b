import { AppError as Refusal, BaseProperty, BaseRecord, BaseResource, type ActionContext, type Filter } from 'adminjs';
import {
  In,
  Like,
  type DataSource,
  type EntityTarget,
  type FindOptionsOrder,
  type FindOptionsSelect,
  type FindOptionsWhere,
  type ObjectLiteral,
} from 'typeorm';
import type { PolicySubject } from '../policy/policy.js';
import { isId } from '../platform/kernel/ids.js';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { adminMay } from './panel-admin.js';
import type { Computed, Count } from '../platform/database/rows.js';

/** A column that the panel may know of. What is not declared is never selected, filtered or sorted by. */
export interface PanelColumn {
  readonly type: 'string' | 'uuid' | 'datetime';
  /** Absent: cannot be filtered by. */
  readonly filter?: 'is' | 'starts-with';
  readonly canSort?: boolean;
}

export interface PanelSource<E extends ObjectLiteral> {
  readonly id: string;
  readonly entity: EntityTarget<E>;
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
export class PanelResource<E extends ObjectLiteral> extends BaseResource {
  private readonly known: ReadonlyMap<string, BaseProperty>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly source: PanelSource<E>,
  ) {
    super(source);
    const metadata = dataSource.getMetadata(source.entity);
    const names = Object.keys(source.columns);
    const missing = names.filter((name) => !metadata.findColumnWithPropertyName(name));
    if (missing.length > 0 || names[0] !== 'id') throw new Error(`${source.id}: "id" first, and no ${missing.join()}`);
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
  override async count(filter: Filter): Promise<number> {
    const [sql, parameters] = this.repository()
      .createQueryBuilder('row')
      .select('1', 'one')
      .where(this.where(filter))
      .limit(COUNT_MAX)
      .getQueryAndParameters();
    const [row] = await this.dataSource.query<Computed<{ n: Count }>[]>(
      `SELECT COUNT(*) AS n FROM (${sql}) AS capped`,
      parameters,
    );
    return Number(row!.n);
  }

  override async find(
    filter: Filter,
    ask: { limit?: number; offset?: number; sort?: { sortBy?: string; direction?: 'asc' | 'desc' } },
  ): Promise<BaseRecord[]> {
    const sortBy = ask.sort?.sortBy ?? '';
    const direction = ask.sort?.direction === 'desc' ? 'DESC' : 'ASC';
    const order = { ...(this.source.columns[sortBy]?.canSort && { [sortBy]: direction }), id: direction };
    // Ids first, which the index of the order holds too: the rows that a later page passes over are not read.
    const page = await this.repository().find({
      select: { id: true } as unknown as FindOptionsSelect<E>,
      where: this.where(filter),
      take: Math.min(positive(ask.limit) ?? PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX),
      skip: Math.min(positive(ask.offset) ?? 0, OFFSET_MAX),
      order: order as unknown as FindOptionsOrder<E>,
    });
    const ids = page.map((row) => row.id as string);
    const where = { id: In(ids) } as unknown as FindOptionsWhere<E>;
    const rows = await this.repository().find({ select: this.selected(), where });
    return rows
      .sort((a, b) => ids.indexOf(a.id as string) - ids.indexOf(b.id as string))
      .map((row) => this.record(row));
  }

  override async findOne(id: string): Promise<BaseRecord | null> {
    if (!isId(id)) return null;
    const where = { id } as unknown as FindOptionsWhere<E>;
    const row = await this.repository().findOne({ select: this.selected(), where });
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

  private repository() {
    return this.dataSource.getRepository(this.source.entity);
  }

  private selected(): FindOptionsSelect<E> {
    return Object.fromEntries([...this.known.keys()].map((name) => [name, true])) as FindOptionsSelect<E>;
  }

  /** Filters by what is declared; the rest of what was asked is ignored, so that an answer tells nothing of it. */
  private where(filter: Filter): FindOptionsWhere<E> {
    const conditions = Object.entries(filter.filters).flatMap(([name, { value }]) => {
      const how = Object.hasOwn(this.source.columns, name) ? this.source.columns[name]!.filter : undefined;
      if (how === undefined || typeof value !== 'string' || value === '') return [];
      return [[name, how === 'is' ? oneOfItsWords(value) : Like(`${value.replace(/[\\%_]/g, '\\$&')}%`)]];
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
