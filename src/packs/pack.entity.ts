import { Column, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import {
  computed,
  IdColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../platform/database/columns.js';
import { Kept } from '../platform/database/tables.js';
import type { Locale } from '../platform/kernel/actor.js';
import type { BookId, BusinessId, UserId } from '../platform/kernel/ids.js';

/** Everything of one book, as it was at one moment, as one file. It has ended once it is made or has failed. */
@Kept('book_packs')
@Index('book_packs_by_time', ['bookId', 'askedAt'])
@Index('book_packs_due', ['dueAt'])
@Unique('book_packs_one_making', ['makingBusinessId'])
@ForeignKey('Book', ['businessId', 'bookId'], ['businessId', 'id'], { name: 'book_packs_book' })
@ForeignKey('User', ['askedBy'], ['id'], { name: 'book_packs_user' })
export class BookPack {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  /** Not `book_id`: a pack lies beside the books, and a switch leaves it where it is. */
  @IdColumn('packed_book_id') bookId!: BookId;
  @IdColumn('asked_by') askedBy!: UserId;
  /** Of its words. */
  @WordColumn('locale', 2) locale!: Locale;
  @TimeColumn('asked_at') askedAt!: Date;
  /** When a job may take it up: to make it, or, once it has ended, to delete it. Null: it stays as long as its book. */
  @TimeColumn('due_at', { nullable: true }) dueAt!: Date | null;
  /** How often it was begun; parts are of one beginning. */
  @Column({ type: 'int', unsigned: true }) attempts!: number;
  @Column({ type: 'bigint', unsigned: true, name: 'done_count' }) doneCount!: number;
  @Column({ type: 'bigint', unsigned: true, name: 'total_count', nullable: true }) totalCount!: number | null;
  @TimeColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  /** A code; null of one that is made. */
  @WordColumn('failure', 60, { nullable: true }) failure!: string | null;
  /** The moment of which all that is in it is. */
  @TimeColumn('as_of', { nullable: true }) asOf!: Date | null;
  @TextColumn('file_name', 200, { nullable: true }) fileName!: string | null;
  @Column({ type: 'bigint', unsigned: true, nullable: true }) bytes!: number | null;
  @Column({ type: 'binary', length: 32, nullable: true }) sha256!: Buffer | null;
  @Column({ type: 'int', unsigned: true, name: 'file_count', nullable: true }) fileCount!: number | null;
  /** JSON of count name → rows of the book. */
  @Column({ type: 'text', nullable: true }) counts!: string | null;
  @IdColumn('making_business_id', computed('CASE WHEN ended_at IS NULL THEN business_id END'))
  makingBusinessId!: BusinessId | null;
}

/** A piece of the file, in the order of their numbers. */
@Kept('book_pack_parts')
@ForeignKey('BookPack', ['packId'], ['id'], { name: 'book_pack_parts_pack' })
export class BookPackPart {
  @PrimaryIdColumn('pack_id') packId!: string;
  @PrimaryColumn({ type: 'int', unsigned: true }) attempt!: number;
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'part_no' }) partNo!: number;
  @Column({ type: 'mediumblob' }) content!: Buffer;
}
