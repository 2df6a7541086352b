// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { SupportRequest } from './support-request.entity.js';

export interface business_notes {
  id: Buffer;
  business_id: Buffer;
  written_by: Buffer;
  written_at: Date;
  text: string;
  ticket: string | null;
}

export interface support_assignments {
  request_id: Buffer;
  staff_id: Buffer;
  taken_at: Date;
}

export interface support_requests {
  id: Buffer;
  business_id: Buffer;
  action: SupportRequest['action'];
  target_id: Buffer;
  asked_by: Buffer;
  asked_at: Date;
  reason: string;
  ticket: string;
  state: SupportRequest['state'];
  expires_at: Date;
  decided_by: Buffer | null;
  decided_at: Date | null;
  decision_reason: string | null;
  asked_event_id: Buffer;
  decided_event_id: Buffer | null;
  pending_target_id: Buffer | null;
}
