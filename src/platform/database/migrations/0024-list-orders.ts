import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = [
  ['products', 'products_name', 'book_id, name'],
  ['invoices', 'invoices_issued', 'book_id, issued_on, id'],
  ['invoices', 'invoices_due', 'book_id, due_on, id'],
  ['credit_notes', 'credit_notes_issued', 'book_id, issued_on, id'],
] as const;

/** Each order in which a list can be had is that of an index. */
export class ListOrders1765050000000 implements MigrationInterface {
  readonly name = 'ListOrders1765050000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, name, columns] of INDEXES)
      await runner.query(`ALTER TABLE ${table} ADD INDEX ${name} (${columns})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, name] of INDEXES) await runner.query(`ALTER TABLE ${table} DROP INDEX ${name}`);
  }
}
