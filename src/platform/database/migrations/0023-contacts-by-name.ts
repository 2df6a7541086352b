import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A selective restore looks for each contact of a snapshot by its name, and lists are read in its order. */
export class ContactsByName1765000000000 implements MigrationInterface {
  readonly name = 'ContactsByName1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts ADD INDEX contacts_name (book_id, name)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts DROP INDEX contacts_name');
  }
}
