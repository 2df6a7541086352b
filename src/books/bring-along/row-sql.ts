import type { Sql } from '../../platform/database/sql.js';
import { idToBytes, type BookId } from '../../platform/kernel/ids.js';
import { referredBy, type BroughtTable } from './brought-tables.js';
import type { Choices } from './choices.js';

/** Between which books, which kinds, and which single rows beside them. */
export interface Bringing {
  readonly from: BookId;
  readonly into: BookId;
  readonly kinds: ReadonlySet<string>;
  /** Rows that something else needs: what the opening entry posts to. `where` is said of the alias that is given. */
  readonly also: readonly { readonly table: string; readonly where: (row: string) => Sql }[];
}

/** How a row of the open books is found for one of the snapshot. */
export const SAME_BY = ['id', 'meaning'] as const;
type SameBy = (typeof SAME_BY)[number];

interface Pairs {
  readonly tables: string;
  readonly where: string;
  readonly parameters: readonly unknown[];
}

/**
 * The statements of a selective restore, whose rows never leave the database: `s` is a row of the snapshot, `t` one of the
 * open books. A reference is followed by id first, then by what makes two rows mean the same.
 */
export class RowSql {
  private readonly from: Buffer;
  private readonly into: Buffer;

  constructor(
    private readonly tables: readonly BroughtTable[],
    private readonly ask: Bringing,
  ) {
    this.from = idToBytes(ask.from);
    this.into = idToBytes(ask.into);
  }

  /** Which rows of the snapshot come along: those that were asked for, and those that they refer to. */
  wanted(table: BroughtTable, row: string): Sql {
    const { kinds, also } = this.ask;
    const isAsked = kinds.has(table.kind) && !table.partOf;
    if (isAsked && !table.only) return plain('TRUE');
    const reasons: Sql[] = isAsked ? [plain(table.only!(row))] : [];
    reasons.push(...also.filter((each) => each.table === table.table).map((each) => each.where(row)));
    if (table.partOf) reasons.push(this.partOfWanted(table.partOf, row));
    for (const child of this.tables.filter((each) => each !== table && referredBy(each).includes(table.table))) {
      if (child.partOf?.table === table.table && child.columns.every(({ refersTo }) => refersTo !== table.table))
        continue;
      const needed = this.wanted(child, 'c');
      if (needed.sql === 'FALSE') continue;
      for (const { name } of child.columns.filter(({ refersTo }) => refersTo === table.table)) {
        reasons.push({
          sql: `${row}.id IN (SELECT c.${name} FROM ${child.table} c WHERE c.book_id = ? AND c.${name} IS NOT NULL AND ${needed.sql})`,
          parameters: [this.from, ...needed.parameters],
        });
      }
    }
    return anyOf(reasons);
  }

  private partOfWanted({ table: whole, column }: { table: string; column: string }, row: string): Sql {
    const parent = this.tables.find((each) => each.table === whole)!;
    const wanted = this.wanted(parent, 'w');
    if (wanted.sql === 'FALSE') return wanted;
    return {
      sql: `${row}.${column} IN (SELECT w.id FROM ${whole} w WHERE w.book_id = ? AND ${wanted.sql})`,
      parameters: [this.from, ...wanted.parameters],
    };
  }

  /** The wanted rows of the snapshot as `s`. */
  source(table: BroughtTable): Sql {
    const wanted = this.wanted(table, 's');
    return {
      sql: `${table.table} s WHERE s.book_id = ? AND ${wanted.sql}`,
      parameters: [this.from, ...wanted.parameters],
    };
  }

  isNone(table: BroughtTable): boolean {
    return this.wanted(table, 's').sql === 'FALSE';
  }

  /** That the open books have it under its own id. */
  hasId(table: BroughtTable): Sql {
    const same = table.key.map((name) => `t.${name} = s.${name}`).join(' AND ');
    return { sql: `EXISTS (SELECT 1 FROM ${table.table} t WHERE t.book_id = ? AND ${same})`, parameters: [this.into] };
  }

  /** That the open books have one that means the same. */
  hasSame(table: BroughtTable): Sql {
    if (table.sameBy.length === 0) return plain('FALSE');
    const same = table.sameBy.map((name) => `t.${name} = s.${name}`).join(' AND ');
    return { sql: `EXISTS (SELECT 1 FROM ${table.table} t WHERE t.book_id = ? AND ${same})`, parameters: [this.into] };
  }

  /** Wanted rows with the one of the open books that stands for each: by its id, or by what it means where no id is the same. */
  pairs(table: BroughtTable, by: SameBy): Pairs | undefined {
    if (table.partOf || (by === 'meaning' && table.sameBy.length === 0)) return undefined;
    const wanted = this.wanted(table, 's');
    const columns = by === 'id' ? table.key : table.sameBy;
    const agreeIn = (alias: string, names: readonly string[]) =>
      `${alias}.book_id = ? AND ${names.map((name) => `${alias}.${name} = s.${name}`).join(' AND ')}`;
    // A join and no EXISTS: MySQL changes no table of which a subquery of the same statement reads.
    const isOther = by === 'meaning';
    const own = isOther ? ` LEFT JOIN ${table.table} own ON ${agreeIn('own', table.key)}` : '';
    return {
      tables: `${table.table} s JOIN ${table.table} t ON ${agreeIn('t', columns)}${own}`,
      where: `s.book_id = ? AND ${wanted.sql}${isOther ? ' AND own.book_id IS NULL' : ''}`,
      parameters: [this.into, ...(isOther ? [this.into] : []), this.from, ...wanted.parameters],
    };
  }

  /** Adds what is not there; a part only where its whole has none of its parts yet. */
  insert(table: BroughtTable, choices: Choices): Sql {
    const source = this.source(table);
    const values = table.columns.map((column) => this.value(column));
    const names = [...table.key, ...table.columns.map(({ name }) => name)];
    const isNew = table.partOf ? this.wholeIsBare(table, table.partOf) : this.isNew(table, choices);
    return {
      sql: `INSERT INTO ${table.table} (book_id, ${names.join(', ')})
        SELECT ?, ${[...table.key.map((name) => `s.${name}`), ...values.map(({ sql }) => sql)].join(', ')}
        FROM ${source.sql} AND ${isNew.sql}`,
      parameters: [
        this.into,
        ...values.flatMap(({ parameters }) => parameters),
        ...source.parameters,
        ...isNew.parameters,
      ],
    };
  }

  private isNew(table: BroughtTable, choices: Choices): Sql {
    const [own, same] = [not(this.hasId(table)), this.hasSame(table)];
    const beside = table.mayStandBeside ? choices.chosen(table.table, 'both') : plain('FALSE');
    return {
      sql: `${own.sql} AND (NOT ${same.sql} OR ${beside.sql})`,
      parameters: [...own.parameters, ...same.parameters, ...beside.parameters],
    };
  }

  private wholeIsBare({ table }: BroughtTable, { table: whole, column }: { table: string; column: string }): Sql {
    return {
      sql: `EXISTS (SELECT 1 FROM ${whole} w WHERE w.book_id = ? AND w.id = s.${column})
        AND NOT EXISTS (SELECT 1 FROM ${table} t WHERE t.book_id = ? AND t.${column} = s.${column})`,
      parameters: [this.into, this.into],
    };
  }

  /** Lets the snapshot's word stand where that was chosen. */
  update(table: BroughtTable, choices: Choices, by: SameBy): Sql | undefined {
    const pairs = this.pairs(table, by);
    const content = contentOf(table);
    if (!pairs || content.length === 0) return undefined;
    const chosen = choices.chosen(table.table, 'snapshot');
    return {
      sql: `UPDATE ${pairs.tables} SET ${content.map((name) => `t.${name} = s.${name}`).join(', ')}
        WHERE ${pairs.where} AND ${differs(table)} AND ${chosen.sql}`,
      parameters: [...pairs.parameters, ...chosen.parameters],
    };
  }

  private value({ name, refersTo, isNullable }: BroughtTable['columns'][number]): Sql {
    if (refersTo === undefined) return plain(`s.${name}`);
    const referred = this.tables.find(({ table }) => table === refersTo);
    // What it refers to stays behind.
    if (!referred) {
      if (!isNullable) throw new Error(`${name} refers to ${refersTo}, whose rows stay behind, and must not be null`);
      return plain('NULL');
    }
    const byId = `(SELECT r.id FROM ${refersTo} r WHERE r.book_id = ? AND r.id = s.${name})`;
    if (referred.sameBy.length === 0) return { sql: byId, parameters: [this.into] };
    const same = referred.sameBy.map((column) => `r.${column} = o.${column}`).join(' AND ');
    const byMeaning = `(SELECT MIN(r.id) FROM ${refersTo} o JOIN ${refersTo} r ON r.book_id = ? AND ${same}
      WHERE o.book_id = ? AND o.id = s.${name})`;
    return { sql: `COALESCE(${byId}, ${byMeaning})`, parameters: [this.into, this.into, this.from] };
  }
}

/** What a row says of itself: neither its references nor when it was made. */
export const contentOf = ({ columns }: BroughtTable): string[] =>
  columns.filter(({ refersTo, name }) => refersTo === undefined && name !== 'created_at').map(({ name }) => name);

/** That `s` and `t` say another thing. What they refer to is not compared: its ids differ from book to book. */
export function differs(table: BroughtTable): string {
  const said = contentOf(table).map((name) => `t.${name} <=> s.${name}`);
  return said.length === 0 ? 'FALSE' : `NOT (${said.join(' AND ')})`;
}

export const plain = (sql: string): Sql => ({ sql, parameters: [] });
const not = ({ sql, parameters }: Sql): Sql => ({ sql: `NOT ${sql}`, parameters });

function anyOf(all: readonly Sql[]): Sql {
  const some = all.filter(({ sql }) => sql !== 'FALSE');
  if (some.length === 0) return plain('FALSE');
  return {
    sql: `(${some.map(({ sql }) => sql).join(' OR ')})`,
    parameters: some.flatMap(({ parameters }) => parameters),
  };
}
