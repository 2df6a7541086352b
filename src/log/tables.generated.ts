// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { RecordedOperation } from './commands/operation.entity.js';
import type { AuditCheck, AuditEventRow } from './events/audit.entity.js';

export interface audit_availability {
  id: number;
  is_open: number;
  since: Date;
  seen_at: Date;
}

export interface audit_business_seqs {
  business_id: Buffer;
  last_seq: number | string;
}

export interface audit_check {
  id: number;
  asked_by: Buffer | null;
  asked_as: AuditCheck['askedAs'] | null;
  asked_at: Date | null;
  claim: Buffer | null;
  lease_until: Date | null;
  done: number | string;
  total: number | string;
  ended_at: Date | null;
  event_id: Buffer | null;
}

export interface audit_checkpoints {
  tree_size: number | string;
  note: string;
  signed_at: Date;
}

export interface audit_cosignatures {
  tree_size: number | string;
  witness: string;
  line: string;
  cosigned_at: Date;
}

export interface audit_events {
  id: number | string;
  event_id: Buffer;
  payload: Buffer;
  recorded_at: Date;
  type: AuditEventRow['type'] | null;
  subject: AuditEventRow['subject'] | null;
  occurred_at: AuditEventRow['occurredAt'] | null;
  business_seq: number | string | null;
  operation_id: AuditEventRow['operationId'] | null;
  outcome: AuditEventRow['outcome'] | null;
  actor_id: AuditEventRow['actorId'] | null;
  ticket: string | null;
}

export interface audit_head {
  id: number;
  tree_size: number | string;
  root: Buffer;
}

export interface audit_leaves {
  leaf_index: number | string;
  id: number | string;
  leaf_hash: Buffer;
}

export interface audit_pending {
  id: number | string;
}

export interface audit_personal_details {
  event_id: Buffer;
  salt: Buffer;
  details: string;
}

export interface audit_reader_keys {
  id: Buffer;
  name: string;
  token_hash: Buffer;
  created_at: Date;
  ended_at: Date | null;
  read_recorded_at: Date | null;
}

export interface audit_tiles {
  level: number;
  tile_index: number | string;
  hashes: Buffer;
  root: Buffer;
}

export interface idempotency_keys {
  actor_id: Buffer;
  key_hash: Buffer;
  request_hash: Buffer;
  created_at: Date;
  lease_until: Date;
  answer: string | null;
}

export interface recorded_operations {
  id: Buffer;
  business_id: Buffer;
  name: RecordedOperation['name'];
  begun_at: Date;
  ended_at: Date | null;
  answer: string | null;
}

export interface saved_views {
  id: Buffer;
  staff_id: Buffer;
  name: string;
  query: string;
  is_shared: number;
  created_at: Date;
}
