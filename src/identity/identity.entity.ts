import { Column, PrimaryGeneratedColumn } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TextColumn, TimeColumn } from '../database/columns.js';
import { Infrastructure, Kept } from '../database/tables.js';
import type { Locale, StaffRole } from '../kernel/actor.js';
import type { StaffId, UserId } from '../kernel/ids.js';

/** Somebody of a business. `signUpEmail` is what a reset is confirmed with; a trigger keeps it from ever changing. */
@Kept('users')
export class User {
  @PrimaryIdColumn() id!: UserId;
  @TextColumn('email', 254) email!: string;
  @TextColumn('email_key', 254) emailKey!: string;
  @TextColumn('sign_up_email', 254) signUpEmail!: string;
  @TextColumn('password_hash', 255) passwordHash!: string;
  @TextColumn('locale', 5) locale!: Locale;
  @TimeColumn('created_at') createdAt!: Date;
}

/** Somebody of the support or compliance team: another table, another sign-in (SPEC §1). */
@Kept('staff')
export class Staff {
  @PrimaryIdColumn() id!: StaffId;
  @TextColumn('email', 254) email!: string;
  @TextColumn('email_key', 254) emailKey!: string;
  @TextColumn('role', 20) role!: StaffRole;
  @TextColumn('password_hash', 255) passwordHash!: string;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('disabled_at', { nullable: true }) disabledAt!: Date | null;
}

@Infrastructure('sessions')
export class Session {
  @PrimaryIdColumn() id!: string;
  @Column({ type: 'binary', length: 32, name: 'token_hash' }) tokenHash!: Buffer;
  @IdColumn('user_id') userId!: UserId;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('expires_at') expiresAt!: Date;
  @TimeColumn('ended_at', { nullable: true }) endedAt!: Date | null;
}

@Infrastructure('sign_in_failures')
export class SignInFailure {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true }) id!: number;
  @Column({ type: 'binary', length: 32, name: 'account_key' }) accountKey!: Buffer;
  @Column({ type: 'binary', length: 32, name: 'address_key' }) addressKey!: Buffer;
  @TimeColumn('failed_at') failedAt!: Date;
}
