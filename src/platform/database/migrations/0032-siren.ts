import type { MigrationInterface, QueryRunner } from 'typeorm';
import { WORD } from './column-types.js';

/** The number of a business in France, nine digits: it names the file of the law (docs/decisions/0046). */
export class Siren1765450000000 implements MigrationInterface {
  readonly name = 'Siren1765450000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE businesses ADD COLUMN siren ${WORD(9)} NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE businesses DROP COLUMN siren');
  }
}
