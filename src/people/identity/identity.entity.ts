import { Column, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import {
  ExactColumn,
  IdColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../../platform/database/columns.js';
import { Infrastructure, Kept } from '../../platform/database/tables.js';
import type { Locale, StaffRole } from '../../platform/kernel/actor.js';
import type { StaffId, UserId } from '../../platform/kernel/ids.js';

/** Somebody of a business. `signUpEmail` is what a reset is confirmed with; a trigger keeps it from ever changing. */
@Kept('users')
@Unique('users_email_key', ['emailKey'])
@Index('users_sign_up_email', ['signUpEmail'])
export class User {
  @PrimaryIdColumn() id!: UserId;
  @TextColumn('email', 254) email!: string;
  @ExactColumn('email_key', 254) emailKey!: string;
  @TextColumn('sign_up_email', 254) signUpEmail!: string;
  @WordColumn('password_hash', 255) passwordHash!: string;
  @WordColumn('locale', 5) locale!: Locale;
  @TimeColumn('created_at') createdAt!: Date;
  /** When somebody who reads its mail confirmed the address to sign in with; null for one that nobody has. */
  @TimeColumn('email_confirmed_at', { nullable: true }) emailConfirmedAt!: Date | null;
}

/** Somebody of the support or compliance team: another table, another sign-in (SPEC §1). */
@Kept('staff')
@Unique('staff_email_key', ['emailKey'])
@Unique('staff_sign_on_key', ['signOnKey'])
export class Staff {
  @PrimaryIdColumn() id!: StaffId;
  @TextColumn('email', 254) email!: string;
  @ExactColumn('email_key', 254) emailKey!: string;
  @WordColumn('role', 20) role!: StaffRole;
  /** Null for somebody who signs in at the provider alone. */
  @WordColumn('password_hash', 255, { nullable: true }) passwordHash!: string | null;
  /** Of a password that somebody else knows too, until its owner has chosen another one; null for one's own. */
  @TimeColumn('password_expires_at', { nullable: true }) passwordExpiresAt!: Date | null;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('disabled_at', { nullable: true }) disabledAt!: Date | null;
  /** Who it is at the provider where staff sign in: the hash of its name and of the person's there. */
  @Column({ type: 'binary', length: 32, name: 'sign_on_key', nullable: true }) signOnKey!: Buffer | null;
}

@Infrastructure('sessions')
@Unique('sessions_token_hash', ['tokenHash'])
@ForeignKey('User', ['userId'], ['id'], { name: 'sessions_user' })
export class Session {
  @PrimaryIdColumn() id!: string;
  @Column({ type: 'binary', length: 32, name: 'token_hash' }) tokenHash!: Buffer;
  @IdColumn('user_id') userId!: UserId;
  @TimeColumn('created_at') createdAt!: Date;
  /** When the person last showed who they are; null while the second factor is still to come. */
  @TimeColumn('confirmed_at', { nullable: true }) confirmedAt!: Date | null;
  @TimeColumn('expires_at') expiresAt!: Date;
  @TimeColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  /** From where it was opened, and with what: personal. */
  @TextColumn('address', 45, { nullable: true }) address!: string | null;
  @TextColumn('user_agent', 500, { nullable: true }) userAgent!: string | null;
}

/** An address from which somebody has signed in to an account lately. Hashes: it is compared, never read. */
@Infrastructure('known_addresses')
@Index('known_addresses_last', ['lastAt'])
export class KnownAddress {
  @PrimaryColumn({ type: 'binary', length: 32, name: 'account_key' }) accountKey!: Buffer;
  @PrimaryColumn({ type: 'binary', length: 32, name: 'address_key' }) addressKey!: Buffer;
  @TimeColumn('last_at') lastAt!: Date;
}

/**
 * A change of the address to sign in with: asked for, then confirmed, ended by a later one, or left to expire. What was
 * confirmed says for how long the old address still gets notices.
 */
@Kept('email_changes')
@Unique('email_changes_token', ['tokenHash'])
@Index('email_changes_user', ['userId', 'confirmedAt'])
@ForeignKey('User', ['userId'], ['id'], { name: 'email_changes_user' })
export class EmailChange {
  @PrimaryIdColumn() id!: string;
  @IdColumn('user_id') userId!: UserId;
  /** The session that asked, which goes on. */
  @IdColumn('session_id') sessionId!: string;
  @Column({ type: 'binary', length: 32, name: 'token_hash' }) tokenHash!: Buffer;
  @TextColumn('old_email', 254) oldEmail!: string;
  @TextColumn('new_email', 254) newEmail!: string;
  @TimeColumn('asked_at') askedAt!: Date;
  @TimeColumn('expires_at') expiresAt!: Date;
  @TimeColumn('confirmed_at', { nullable: true }) confirmedAt!: Date | null;
  @TimeColumn('ended_at', { nullable: true }) endedAt!: Date | null;
}

/** What a link in a mail to a user is good for, once: its token is the proof that somebody reads that address. */
@Infrastructure('mailed_links')
@Unique('mailed_links_token', ['tokenHash'])
@Index('mailed_links_user', ['userId', 'purpose'])
@Index('mailed_links_expiry', ['expiresAt'])
@ForeignKey('User', ['userId'], ['id'], { name: 'mailed_links_user' })
export class MailedLink {
  @PrimaryIdColumn() id!: string;
  @Column({ type: 'binary', length: 32, name: 'token_hash' }) tokenHash!: Buffer;
  @WordColumn('purpose', 20) purpose!: 'confirm-address' | 'new-password';
  @IdColumn('user_id') userId!: UserId;
  /** To which it was mailed: of no other address does it prove anything. */
  @TextColumn('email', 254) email!: string;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('expires_at') expiresAt!: Date;
}

/** By what somebody of the staff came in; `sign-on`: at the provider. */
export type StaffSignInMethod = 'password' | 'code' | 'passkey' | 'sign-on';

/** A session of the panel. One that has not passed its second factor yet opens nothing but the page that asks for it. */
@Infrastructure('staff_sessions')
@Index('staff_sessions_expiry', ['expiresAt'])
@Index('staff_sessions_provider', ['providerSession'])
@Unique('staff_sessions_token_hash', ['tokenHash'])
@ForeignKey('Staff', ['staffId'], ['id'], { name: 'staff_sessions_staff' })
export class StaffSession {
  @PrimaryIdColumn() id!: string;
  @Column({ type: 'binary', length: 32, name: 'token_hash' }) tokenHash!: Buffer;
  @IdColumn('staff_id') staffId!: StaffId;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('seen_at') seenAt!: Date;
  @TimeColumn('expires_at') expiresAt!: Date;
  @TimeColumn('passed_at', { nullable: true }) passedAt!: Date | null;
  @TimeColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  /** When the log last got an event that says that this session reads its tree. */
  @TimeColumn('log_read_recorded_at', { nullable: true }) logReadRecordedAt!: Date | null;
  /** Null in one that waits for its code. */
  @WordColumn('method', 20, { nullable: true }) method!: StaffSignInMethod | null;
  /** From where it was opened, and with what: personal. */
  @TextColumn('address', 45, { nullable: true }) address!: string | null;
  @TextColumn('user_agent', 500, { nullable: true }) userAgent!: string | null;
  /** The hash of the session's name at the provider, which may end it. */
  @Column({ type: 'binary', length: 32, name: 'provider_session', nullable: true }) providerSession!: Buffer | null;
}

/** The secret that a member of staff's phone holds too, encrypted; of no use before it is confirmed with a code. */
@Kept('staff_second_factors')
@ForeignKey('Staff', ['staffId'], ['id'], { name: 'staff_second_factors_staff' })
export class StaffSecondFactor {
  @PrimaryIdColumn('staff_id') staffId!: StaffId;
  @Column({ type: 'varbinary', length: 100 }) secret!: Buffer;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('confirmed_at', { nullable: true }) confirmedAt!: Date | null;
  /** The time step of the code used last: no code is good twice. */
  @Column({ type: 'bigint', unsigned: true, name: 'last_step' }) lastStep!: number;
}

@Kept('staff_recovery_codes')
@ForeignKey('Staff', ['staffId'], ['id'], { name: 'staff_recovery_codes_staff' })
export class StaffRecoveryCode {
  @PrimaryIdColumn('staff_id') staffId!: StaffId;
  @PrimaryColumn({ type: 'binary', length: 32, name: 'code_hash' }) codeHash!: Buffer;
  @TimeColumn('used_at', { nullable: true }) usedAt!: Date | null;
}
