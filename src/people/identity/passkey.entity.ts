import { Column, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TextColumn, TimeColumn, WordColumn } from '../../platform/database/columns.js';
import { Infrastructure, Kept } from '../../platform/database/tables.js';
import type { StaffId, UserId } from '../../platform/kernel/ids.js';

/** The public half of a key that a person's phone, computer or security key holds (WebAuthn). */
@Kept('passkeys')
@Unique('passkeys_credential', ['credentialId'])
@ForeignKey('User', ['userId'], ['id'], { name: 'passkeys_user' })
export class Passkey {
  @PrimaryIdColumn() id!: string;
  @IdColumn('user_id') userId!: UserId;
  @Column({ type: 'varbinary', length: 1023, name: 'credential_id' }) credentialId!: Buffer;
  @Column({ type: 'varbinary', length: 2000, name: 'public_key' }) publicKey!: Buffer;
  /** As the authenticator counts its uses; one that does not count says 0. */
  @Column({ type: 'bigint', unsigned: true }) counter!: number;
  /** How browsers reach it, parted by commas. */
  @WordColumn('transports', 200) transports!: string;
  @TextColumn('name', 100) name!: string;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('used_at', { nullable: true }) usedAt!: Date | null;
}

/** The same for somebody of the staff. */
@Kept('staff_passkeys')
@Unique('staff_passkeys_credential', ['credentialId'])
@ForeignKey('Staff', ['staffId'], ['id'], { name: 'staff_passkeys_staff' })
export class StaffPasskey {
  @PrimaryIdColumn() id!: string;
  @IdColumn('staff_id') staffId!: StaffId;
  @Column({ type: 'varbinary', length: 1023, name: 'credential_id' }) credentialId!: Buffer;
  @Column({ type: 'varbinary', length: 2000, name: 'public_key' }) publicKey!: Buffer;
  @Column({ type: 'bigint', unsigned: true }) counter!: number;
  @WordColumn('transports', 200) transports!: string;
  @TextColumn('name', 100) name!: string;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('used_at', { nullable: true }) usedAt!: Date | null;
}

/** What an authenticator was asked to sign: once, and for minutes. */
@Infrastructure('passkey_challenges')
@Index('passkey_challenges_expiry', ['expiresAt'])
export class PasskeyChallenge {
  @PrimaryColumn({ type: 'binary', length: 32, name: 'challenge_hash' }) challengeHash!: Buffer;
  @TimeColumn('expires_at') expiresAt!: Date;
}

/** The secret that a person's phone holds too, encrypted; of no use before it is confirmed with a code. */
@Kept('user_second_factors')
@ForeignKey('User', ['userId'], ['id'], { name: 'user_second_factors_user' })
export class UserSecondFactor {
  @PrimaryIdColumn('user_id') userId!: UserId;
  @Column({ type: 'varbinary', length: 100 }) secret!: Buffer;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('confirmed_at', { nullable: true }) confirmedAt!: Date | null;
  /** The time step of the code used last: no code is good twice. */
  @Column({ type: 'bigint', unsigned: true, name: 'last_step' }) lastStep!: number;
}

@Kept('user_recovery_codes')
@ForeignKey('User', ['userId'], ['id'], { name: 'user_recovery_codes_user' })
export class UserRecoveryCode {
  @PrimaryIdColumn('user_id') userId!: UserId;
  @PrimaryColumn({ type: 'binary', length: 32, name: 'code_hash' }) codeHash!: Buffer;
  @TimeColumn('used_at', { nullable: true }) usedAt!: Date | null;
}
