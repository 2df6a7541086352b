// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { CheckpointSubscriber } from './checkpoint-mails/checkpoint-subscriber.entity.js';

export interface checkpoint_subscribers {
  id: Buffer;
  email: string;
  locale: CheckpointSubscriber['locale'];
  added_by: Buffer;
  created_at: Date;
  sent_at: Date | null;
}
