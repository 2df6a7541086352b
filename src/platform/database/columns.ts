import { Column, PrimaryColumn, type ColumnOptions, type ValueTransformer } from 'typeorm';
import { bytesToId, idToBytes } from '../kernel/ids.js';

const idTransformer: ValueTransformer = {
  to: (id: unknown): unknown => (typeof id === 'string' ? idToBytes(id) : id),
  from: (bytes: unknown): unknown => (Buffer.isBuffer(bytes) ? bytesToId(bytes) : bytes),
};

const id = { type: 'binary', length: 16, transformer: idTransformer } as const;

/** A UUID in BINARY(16), a string in the entity. */
export const IdColumn = (name: string, options: ColumnOptions = {}) => Column({ ...id, name, ...options });
export const PrimaryIdColumn = (name = 'id') => PrimaryColumn({ ...id, name });
/** UTC, DATETIME(6). */
export const TimeColumn = (name: string, options: ColumnOptions = {}) =>
  Column({ type: 'datetime', precision: 6, name, ...options });
export const TextColumn = (name: string, length: number, options: ColumnOptions = {}) =>
  Column({ type: 'varchar', length, name, ...options });
/** A word of our own, such as a state or a code: ASCII, compared byte by byte. */
export const WordColumn = (name: string, length: number, options: ColumnOptions = {}) =>
  Column({ type: 'varchar', length, name, charset: 'ascii', collation: 'ascii_bin', ...options });
const exact = { type: 'varchar', charset: 'utf8mb4', collation: 'utf8mb4_bin' } as const;
/** Anybody's text that identifies something: no two spellings are the same. */
export const ExactColumn = (name: string, length: number, options: ColumnOptions = {}) =>
  Column({ ...exact, length, name, ...options });
export const PrimaryExactColumn = (name: string, length: number) => PrimaryColumn({ ...exact, length, name });
/** What the database computes from the other columns of the row: read, never written. */
export const computed = (asExpression: string) =>
  ({ asExpression, generatedType: 'STORED', nullable: true, insert: false, update: false }) as const;
/** An exact decimal, a string in the entity. */
export const MoneyColumn = (name: string, options: ColumnOptions = {}) =>
  Column({ type: 'decimal', precision: 17, scale: 2, name, ...options });
