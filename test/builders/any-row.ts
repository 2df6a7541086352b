import { randomBytes } from 'node:crypto';
import type { Connection } from 'mysql2/promise';
import { rows } from '../setup/sql.js';

/** Column → value, as SQL takes it. */
export type Row = Record<string, unknown>;

interface Column {
  table: string;
  name: string;
  type: string;
  length: number | null;
  nullable: 'YES' | 'NO';
  extra: string;
}

interface Reference {
  table: string;
  key: string;
  name: string;
  parent: string;
  parent_name: string;
}

/**
 * Makes valid rows for any table from what the database itself says of it, parents included. So a table that is added
 * tomorrow is tested like the others without a word said here.
 */
export class AnyRow {
  private made = 0;

  private constructor(
    private readonly sql: Connection,
    private readonly columns: readonly Column[],
    private readonly references: readonly Reference[],
  ) {}

  static async by(sql: Connection): Promise<AnyRow> {
    const columns = await rows<Column>(
      sql,
      `SELECT TABLE_NAME AS \`table\`, COLUMN_NAME AS name, DATA_TYPE AS type, CHARACTER_MAXIMUM_LENGTH AS length,
         IS_NULLABLE AS nullable, EXTRA AS extra
       FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION`,
    );
    const references = await rows<Reference>(
      sql,
      `SELECT TABLE_NAME AS \`table\`, CONSTRAINT_NAME AS \`key\`, COLUMN_NAME AS name,
         REFERENCED_TABLE_NAME AS parent, REFERENCED_COLUMN_NAME AS parent_name
       FROM information_schema.KEY_COLUMN_USAGE
       WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY ORDINAL_POSITION`,
    );
    return new AnyRow(sql, columns, references);
  }

  /** A row that could be inserted: what it refers to is there, it is not. `given` are columns that matter. */
  async of(table: string, given: Row): Promise<Row> {
    const row: Row = { ...given };
    for (const reference of this.referencesOf(table)) {
      const open = reference.filter(({ name }) => !(name in row));
      if (open.length === 0) continue;
      if (reference[0]!.parent === table) {
        for (const { name } of open) row[name] = null;
        continue;
      }
      const shared = reference
        .filter(({ name }) => name in row)
        .map(({ name, parent_name }) => [parent_name, row[name]]);
      const parent = await this.insert(reference[0]!.parent, Object.fromEntries(shared) as Row);
      for (const { name, parent_name } of open) row[name] = parent[parent_name];
    }
    for (const column of this.columnsOf(table)) {
      if (!(column.name in row)) row[column.name] = this.valueFor(column);
    }
    return row;
  }

  async insert(table: string, given: Row): Promise<Row> {
    const row = await this.of(table, given);
    await this.sql.query(`INSERT INTO ${table} SET ?`, [row]);
    return row;
  }

  /** For each column that an UPDATE may change without breaking a key: a new value. */
  changes(table: string, key: readonly string[]): Row[] {
    const tied = new Set([...key, ...this.referencesOf(table).flatMap((columns) => columns.map(({ name }) => name))]);
    const free = this.columnsOf(table).filter(({ name }) => !tied.has(name));
    return free.map((column) => ({ [column.name]: this.valueFor(column) }));
  }

  private columnsOf(table: string): Column[] {
    const written = (extra: string) => !/generated|auto_increment/i.test(extra.replace(/default_generated/i, ''));
    return this.columns.filter((column) => column.table === table && written(column.extra));
  }

  private referencesOf(table: string): Reference[][] {
    const keys = new Map<string, Reference[]>();
    for (const reference of this.references.filter((found) => found.table === table)) {
      keys.set(reference.key, [...(keys.get(reference.key) ?? []), reference]);
    }
    return [...keys.values()];
  }

  /** Never the same twice, so that every change is one. */
  private valueFor({ type, length }: Column): unknown {
    this.made += 1;
    const text = `${this.made}-${randomBytes(3).toString('hex')}`;
    const day = new Date(Date.UTC(2026, 0, this.made));
    if (type === 'binary' || type === 'varbinary') return randomBytes(Math.min(length!, 64));
    if (/char$/.test(type)) return length! < 20 ? this.made.toString(36).padStart(3, '0').slice(-length!) : text;
    if (/text$/.test(type)) return `é${text}`;
    if (/blob$/.test(type)) return randomBytes(10);
    if (type === 'json') return JSON.stringify({ made: this.made });
    if (type === 'date') return day.toISOString().slice(0, 10);
    if (type === 'datetime' || type === 'timestamp') return day;
    if (type === 'tinyint') return this.made % 100;
    // What the smallest of them holds: a percentage.
    if (type === 'decimal') return this.made % 1_000;
    if (/int$|double|float/.test(type)) return this.made;
    throw new Error(`AnyRow knows no value for the type ${type}: teach it one in valueFor`);
  }
}
