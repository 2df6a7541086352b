import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT, WORD } from './column-types.js';

/** How each of the staff likes to see the panel. */
const TABLE = `CREATE TABLE staff_preferences (
    staff_id BINARY(16) NOT NULL,
    density ${WORD(20)} NOT NULL,
    time_zone ${EXACT(64)} NOT NULL,
    has_shortcuts TINYINT(1) NOT NULL,
    hidden_columns TEXT NOT NULL,
    PRIMARY KEY (staff_id),
    CONSTRAINT staff_preferences_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
  ) ${ENGINE}`;

export class StaffPreferences1765550000000 implements MigrationInterface {
  readonly name = 'StaffPreferences1765550000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE staff_preferences');
  }
}
