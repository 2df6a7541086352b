import {
  In,
  type DataSource,
  type EntityTarget,
  type FindOptionsOrder,
  type FindOptionsSelect,
  type FindOptionsWhere,
  type ObjectLiteral,
} from 'typeorm';
import type { Computed, Count } from './rows.js';

export interface ListedPage<E> {
  readonly where: FindOptionsWhere<E>;
  readonly order: FindOptionsOrder<E>;
  readonly take: number;
  readonly skip: number;
}

/** The rows of one table, read only, for a list in another room: of them only the columns that their own room shows. */
export class ListedRows<E extends ObjectLiteral & { readonly id: string }> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly entity: EntityTarget<E>,
    readonly columns: readonly ('id' | (keyof E & string))[],
  ) {}

  /** Counting stops at `max`. */
  async count(where: FindOptionsWhere<E>, max: number): Promise<number> {
    const [sql, parameters] = this.repository()
      .createQueryBuilder('row')
      .select('1', 'one')
      .where(where)
      .limit(max)
      .getQueryAndParameters();
    const [row] = await this.dataSource.query<Computed<{ n: Count }>[]>(
      `SELECT COUNT(*) AS n FROM (${sql}) AS capped`,
      parameters,
    );
    return Number(row!.n);
  }

  async page({ where, order, take, skip }: ListedPage<E>): Promise<E[]> {
    // Ids first, which the index of the order holds too: the rows that a later page passes over are not read.
    const page = await this.repository().find({
      select: { id: true } as unknown as FindOptionsSelect<E>,
      where,
      take,
      skip,
      order,
    });
    const ids: string[] = page.map(({ id }) => id);
    const rows = await this.repository().find({ select: this.selected(), where: byId<E>(In(ids)) });
    return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  }

  find(id: string): Promise<E | null> {
    return this.repository().findOne({ select: this.selected(), where: byId<E>(id) });
  }

  private repository() {
    return this.dataSource.getRepository(this.entity);
  }

  private selected(): FindOptionsSelect<E> {
    return Object.fromEntries(this.columns.map((name) => [name, true])) as FindOptionsSelect<E>;
  }
}

const byId = <E>(id: unknown) => ({ id }) as unknown as FindOptionsWhere<E>;
