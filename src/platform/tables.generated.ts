// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { OutboxMessage } from './outbox/outbox.entity.js';

export interface attempt_counts {
  counter_key: Buffer;
  subject_key: Buffer;
  used: number;
  last_at: Date;
  ends_at: Date;
  forget_at: Date;
}

export interface decision_turns {
  about: string;
  turn: number | string;
}

export interface outbox_messages {
  id: Buffer;
  topic: OutboxMessage['topic'];
  body: string;
  created_at: Date;
  next_attempt_at: Date;
  attempts: number;
  last_error: string | null;
  done_at: Date | null;
}
