import { spawn } from 'node:child_process';
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, ResultSetHeader } from 'mysql2/promise';
import { bookManifest } from '../../../src/books/manifest.js';
import { parseDatabaseUrl } from '../../../src/platform/database/address.js';
import { BOOK_TABLES } from '../../../src/platform/database/migrations/0001-accounting-tables.js';
import { connectSql } from '../../setup/sql.js';
import { dropSealTriggers } from './seal-triggers.js';
import type { World } from './world.js';

/** A way to reset and restore one book that another product might have chosen. */
export interface Rival {
  readonly name: 'copy and delete' | 'dump and load';
  reset(book: Buffer): Promise<void>;
  restore(book: Buffer): Promise<void>;
}

/** The tables that the rivals work on: the same schema without the seal triggers, which would refuse them nothing but time. */
export interface PlainTables {
  readonly sql: Connection;
  readonly rivals: readonly Rival[];
  /** Copies a book from the application's tables. */
  adopt(book: Buffer): Promise<void>;
}

export async function openPlainTables(world: World, from: string): Promise<PlainTables> {
  const app = await world.openApp(`${from}_plain`);
  await dropSealTriggers(world.admin, app.database);
  const address = { ...parseDatabaseUrl(world.server.adminUrl), database: app.database };
  const sql = await connectSql(world.server.adminUrl);
  await sql.query(`USE ${app.database}`);
  for (const table of tables()) await sql.query(`CREATE TABLE snap_${table} LIKE ${table}`);
  const adopt = async (book: Buffer) => {
    // The book's business stays where it is: of it, nothing is looked at.
    await sql.query('SET foreign_key_checks = 0');
    await sql.query(
      `INSERT INTO books (id, business_id, opened_at) SELECT id, business_id, opened_at FROM ${from}.books WHERE id = ?`,
      [book],
    );
    await sql.query('SET foreign_key_checks = 1');
    for (const table of tables()) {
      await sql.query(`INSERT INTO ${table} SELECT * FROM ${from}.${table} WHERE book_id = ?`, [book]);
    }
  };
  return { sql, adopt, rivals: [copying(sql), dumping(sql, address, world.folder)] };
}

/** Parents before children. */
function tables(): string[] {
  if (BOOK_TABLES.length !== bookManifest().length) throw new Error('Some tables of a book are not in the list.');
  return BOOK_TABLES;
}

/** Copies the rows to snapshot tables and deletes them, in one transaction; and back. */
function copying(sql: Connection): Rival {
  const move = async (book: Buffer, from: string, to: string) => {
    await sql.beginTransaction();
    const counts = { copied: 0, deleted: 0 };
    for (const table of tables()) {
      const copy = `INSERT INTO ${to}${table} SELECT * FROM ${from}${table} WHERE book_id = ?`;
      counts.copied += await changed(sql, copy, book);
    }
    for (const table of tables().toReversed()) {
      counts.deleted += await changed(sql, `DELETE FROM ${from}${table} WHERE book_id = ?`, book);
    }
    await sql.commit();
    if (counts.copied === 0 || counts.copied !== counts.deleted) throw new Error(`Copying: ${JSON.stringify(counts)}`);
  };
  return {
    name: 'copy and delete',
    reset: (book) => move(book, '', 'snap_'),
    restore: (book) => move(book, 'snap_', ''),
  };
}

/** Dumps the rows to a file and deletes them; and loads the file. */
function dumping(sql: Connection, address: ReturnType<typeof parseDatabaseUrl>, folder: string): Rival {
  const [options, dump] = [join(folder, 'client.cnf'), join(folder, 'book.sql')];
  const { socketPath, user, password, database } = address;
  const lines = ['[client]', `socket=${socketPath}`, `user=${user}`, `password=${password}`, ''];
  writeFileSync(options, lines.join('\n'), { mode: 0o600 });
  // As fast as the tool can: no locks on tables that others use, several rows a statement, one commit a table.
  const asked = ['--single-transaction', '--skip-add-locks', '--skip-disable-keys', '--no-autocommit'];
  const what = ['--no-create-info', '--skip-triggers', '--no-tablespaces', '--hex-blob'];
  return {
    name: 'dump and load',
    async reset(book) {
      const where = `--where=book_id=0x${book.toString('hex')}`;
      const args = [`--defaults-file=${options}`, ...asked, ...what, where, database, ...tables()];
      await runClient('mariadb-dump', args, { stdout: dump });
      // Until the only copy of the books is on the disk, nothing may be deleted.
      syncFile(dump);
      if (statSync(dump).size < 1_000) throw new Error('The dump is empty.');
      await sql.beginTransaction();
      for (const table of tables().toReversed()) {
        await changed(sql, `DELETE FROM ${table} WHERE book_id = ?`, book);
      }
      await sql.commit();
    },
    async restore() {
      await runClient('mariadb', [`--defaults-file=${options}`, database], { stdin: dump });
      rmSync(dump);
    },
  };
}

async function changed(sql: Connection, statement: string, book: Buffer): Promise<number> {
  const [result] = await sql.query<ResultSetHeader>(statement, [book]);
  return result.affectedRows;
}

async function runClient(program: string, args: string[], files: { stdin?: string; stdout?: string }): Promise<void> {
  const stdin = files.stdin === undefined ? 'ignore' : openSync(files.stdin, 'r');
  const stdout = files.stdout === undefined ? 'ignore' : openSync(files.stdout, 'w', 0o600);
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn(program, args, { stdio: [stdin, stdout, 'inherit'] });
      child.on('error', reject);
      child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}.`))));
    });
  } finally {
    for (const handle of [stdin, stdout]) if (typeof handle === 'number') closeSync(handle);
  }
}

function syncFile(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
