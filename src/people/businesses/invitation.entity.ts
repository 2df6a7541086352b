import { Column, ForeignKey, Index, Unique } from 'typeorm';
import {
  ExactColumn,
  IdColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { MemberRole } from '../../platform/kernel/actor.js';
import type { BusinessId, UserId } from '../../platform/kernel/ids.js';

/** An address that was asked to join a business: it waits, was accepted, was withdrawn, or is left to expire. */
@Kept('invitations')
@Unique('invitations_token', ['tokenHash'])
@Index('invitations_business', ['businessId', 'emailKey'])
@ForeignKey('Business', ['businessId'], ['id'], { name: 'invitations_business' })
@ForeignKey('User', ['invitedBy'], ['id'], { name: 'invitations_invited_by' })
@ForeignKey('User', ['acceptedBy'], ['id'], { name: 'invitations_accepted_by' })
export class Invitation {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @TextColumn('email', 254) email!: string;
  @ExactColumn('email_key', 254) emailKey!: string;
  @WordColumn('role', 20) role!: MemberRole;
  /** Of the link that was mailed last. */
  @Column({ type: 'binary', length: 32, name: 'token_hash' }) tokenHash!: Buffer;
  @IdColumn('invited_by') invitedBy!: UserId;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('sent_at') sentAt!: Date;
  @TimeColumn('expires_at') expiresAt!: Date;
  @TimeColumn('accepted_at', { nullable: true }) acceptedAt!: Date | null;
  @IdColumn('accepted_by', { nullable: true }) acceptedBy!: UserId | null;
  @TimeColumn('withdrawn_at', { nullable: true }) withdrawnAt!: Date | null;
}
