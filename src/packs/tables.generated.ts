// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { BookPack } from './pack.entity.js';

export interface book_pack_parts {
  pack_id: Buffer;
  attempt: number;
  part_no: number;
  content: Buffer;
}

export interface book_packs {
  id: Buffer;
  business_id: Buffer;
  packed_book_id: Buffer;
  asked_by: Buffer;
  locale: BookPack['locale'];
  asked_at: Date;
  due_at: Date | null;
  attempts: number;
  done_count: number | string;
  total_count: number | string | null;
  ended_at: Date | null;
  failure: BookPack['failure'] | null;
  as_of: Date | null;
  file_name: string | null;
  bytes: number | string | null;
  sha256: Buffer | null;
  file_count: number | null;
  counts: string | null;
  making_business_id: Buffer | null;
}
