// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

export interface demo_businesses {
  name: string;
  business_id: Buffer;
  round: number;
  ready_at: Date | null;
  looked_at: Date | null;
}

export interface demo_parts {
  part: string;
  done_at: Date;
}
