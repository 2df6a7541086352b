import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE } from './column-types.js';
import { refusalTrigger } from './seal-triggers.js';

/** The tree over the events, what was signed of it, and who cosigned. All of it only grows. */
const tables = [
  // One row. Its lock elects the sequencer and keeps two from assigning the same index.
  `CREATE TABLE audit_head (
    id TINYINT UNSIGNED NOT NULL,
    tree_size BIGINT UNSIGNED NOT NULL,
    root BINARY(32) NOT NULL,
    PRIMARY KEY (id)
  ) ${ENGINE}`,

  `INSERT INTO audit_head (id, tree_size, root)
   VALUES (1, 0, UNHEX('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'))`,

  // The foreign key makes TRUNCATE and DROP of the events fail, which no trigger sees.
  `CREATE TABLE audit_leaves (
    leaf_index BIGINT UNSIGNED NOT NULL,
    id BIGINT UNSIGNED NOT NULL,
    leaf_hash BINARY(32) NOT NULL,
    PRIMARY KEY (leaf_index),
    UNIQUE KEY audit_leaves_id (id),
    CONSTRAINT audit_leaves_event FOREIGN KEY (id) REFERENCES audit_events (id)
  ) ${ENGINE}`,

  // Full tiles only; partial ones are computed. \`root\` is the tile's one hash on the level above.
  `CREATE TABLE audit_tiles (
    level TINYINT UNSIGNED NOT NULL,
    tile_index BIGINT UNSIGNED NOT NULL,
    hashes BLOB NOT NULL,
    root BINARY(32) NOT NULL,
    PRIMARY KEY (level, tile_index)
  ) ${ENGINE}`,

  `CREATE TABLE audit_checkpoints (
    tree_size BIGINT UNSIGNED NOT NULL,
    note TEXT NOT NULL,
    signed_at DATETIME(6) NOT NULL,
    PRIMARY KEY (tree_size)
  ) ${ENGINE}`,

  `CREATE TABLE audit_cosignatures (
    tree_size BIGINT UNSIGNED NOT NULL,
    witness VARCHAR(200) NOT NULL,
    line TEXT NOT NULL,
    cosigned_at DATETIME(6) NOT NULL,
    PRIMARY KEY (tree_size, witness),
    CONSTRAINT audit_cosignatures_checkpoint FOREIGN KEY (tree_size) REFERENCES audit_checkpoints (tree_size)
  ) ${ENGINE}`,

  `CREATE TABLE audit_reader_keys (
    id BINARY(16) NOT NULL,
    name VARCHAR(200) NOT NULL,
    token_hash BINARY(32) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    ended_at DATETIME(6) NULL,
    read_recorded_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY audit_reader_keys_token (token_hash)
  ) ${ENGINE}`,
];

const triggers = [
  // Erased they may be, by the owner of the schema; changed they may not.
  refusalTrigger('audit_personal_details', 'UPDATE', 'APPEND_ONLY: personal details do not change'),
  ...['audit_leaves', 'audit_tiles', 'audit_checkpoints', 'audit_cosignatures'].flatMap((table) => [
    refusalTrigger(table, 'UPDATE', `APPEND_ONLY: ${table} does not change`),
    refusalTrigger(table, 'DELETE', `APPEND_ONLY: nothing is deleted from ${table}`),
  ]),
  refusalTrigger(
    'audit_head',
    'UPDATE',
    'APPEND_ONLY: the head only moves forward',
    'NEW.tree_size < OLD.tree_size OR NEW.id <> OLD.id',
  ),
  refusalTrigger('audit_head', 'DELETE', 'APPEND_ONLY: the head stays'),
];

export class TransparencyLog1763950000000 implements MigrationInterface {
  readonly name = 'TransparencyLog1763950000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...triggers]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('The log only grows: there is no way back from here.');
  }
}
