// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { Business, Membership, Subscription } from './businesses/business.entity.js';
import type { Invitation } from './businesses/invitation.entity.js';
import type { MailedLink, Staff, StaffSession, User } from './identity/identity.entity.js';
import type { Passkey, StaffPasskey } from './identity/passkey.entity.js';
import type { StaffPreferencesRow } from './identity/staff-preferences.entity.js';
import type { StaffRequest } from './identity/staff-request.entity.js';

export interface businesses {
  id: Buffer;
  name: string;
  edition: Business['edition'];
  locale: Business['locale'];
  currency: Business['currency'];
  time_zone: string;
  original_owner_id: Buffer;
  current_book_id: Buffer | null;
  created_at: Date;
  address: string | null;
  contact_email: string | null;
  phone: string | null;
  tax_numbers: string | null;
  siren: Business['siren'] | null;
}

export interface document_counters {
  business_id: Buffer;
  kind: string;
  last_number: number | string;
}

export interface email_changes {
  id: Buffer;
  user_id: Buffer;
  session_id: Buffer;
  token_hash: Buffer;
  old_email: string;
  new_email: string;
  asked_at: Date;
  expires_at: Date;
  confirmed_at: Date | null;
  ended_at: Date | null;
}

export interface invitations {
  id: Buffer;
  business_id: Buffer;
  email: string;
  email_key: string;
  role: Invitation['role'];
  token_hash: Buffer;
  invited_by: Buffer;
  created_at: Date;
  sent_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
  accepted_by: Buffer | null;
  withdrawn_at: Date | null;
}

export interface known_addresses {
  account_key: Buffer;
  address_key: Buffer;
  last_at: Date;
}

export interface mailed_links {
  id: Buffer;
  token_hash: Buffer;
  purpose: MailedLink['purpose'];
  user_id: Buffer;
  email: string;
  created_at: Date;
  expires_at: Date;
}

export interface memberships {
  business_id: Buffer;
  user_id: Buffer;
  role: Membership['role'];
  created_at: Date;
}

export interface passkey_challenges {
  challenge_hash: Buffer;
  expires_at: Date;
}

export interface passkeys {
  id: Buffer;
  user_id: Buffer;
  credential_id: Buffer;
  public_key: Buffer;
  counter: number | string;
  transports: Passkey['transports'];
  name: string;
  created_at: Date;
  used_at: Date | null;
}

export interface sessions {
  id: Buffer;
  token_hash: Buffer;
  user_id: Buffer;
  created_at: Date;
  confirmed_at: Date | null;
  expires_at: Date;
  ended_at: Date | null;
  address: string | null;
  user_agent: string | null;
}

export interface staff {
  id: Buffer;
  email: string;
  email_key: string;
  role: Staff['role'];
  password_hash: Staff['passwordHash'] | null;
  created_at: Date;
  disabled_at: Date | null;
  password_expires_at: Date | null;
  sign_on_key: Buffer | null;
}

export interface staff_passkeys {
  id: Buffer;
  staff_id: Buffer;
  credential_id: Buffer;
  public_key: Buffer;
  counter: number | string;
  transports: StaffPasskey['transports'];
  name: string;
  created_at: Date;
  used_at: Date | null;
}

export interface staff_preferences {
  staff_id: Buffer;
  density: StaffPreferencesRow['density'];
  time_zone: string;
  has_shortcuts: number;
  hidden_columns: string;
}

export interface staff_recovery_codes {
  staff_id: Buffer;
  code_hash: Buffer;
  used_at: Date | null;
}

export interface staff_requests {
  id: Buffer;
  action: StaffRequest['action'];
  staff_id: Buffer | null;
  email: string;
  email_key: string;
  role: StaffRequest['role'] | null;
  reason: StaffRequest['reason'];
  ticket: string;
  asked_by: Buffer;
  asked_at: Date;
  expires_at: Date;
  asked_event_id: Buffer;
  state: StaffRequest['state'];
  decided_by: Buffer | null;
  decided_at: Date | null;
  decided_event_id: Buffer | null;
  pending_email_key: string | null;
}

export interface staff_second_factors {
  staff_id: Buffer;
  secret: Buffer;
  created_at: Date;
  confirmed_at: Date | null;
  last_step: number | string;
}

export interface staff_sessions {
  id: Buffer;
  token_hash: Buffer;
  staff_id: Buffer;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
  passed_at: Date | null;
  ended_at: Date | null;
  log_read_recorded_at: Date | null;
  method: StaffSession['method'] | null;
  address: string | null;
  user_agent: string | null;
  provider_session: Buffer | null;
}

export interface subscriptions {
  business_id: Buffer;
  plan: Subscription['plan'];
  trial_ends_at: Date;
  created_at: Date;
}

export interface user_recovery_codes {
  user_id: Buffer;
  code_hash: Buffer;
  used_at: Date | null;
}

export interface user_second_factors {
  user_id: Buffer;
  secret: Buffer;
  created_at: Date;
  confirmed_at: Date | null;
  last_step: number | string;
}

export interface users {
  id: Buffer;
  email: string;
  email_key: string;
  sign_up_email: string;
  password_hash: User['passwordHash'];
  locale: User['locale'];
  created_at: Date;
  email_confirmed_at: Date | null;
}
