import type { RowsByTime } from '../../platform/database/rows-by-time.js';

const SHOWN = { at: 'created_at', id: 'id', shown: 'id AS staff_id, email' } as const;

/** Accounts in use. */
export const staffInUse = (): RowsByTime => ({
  from: 'staff',
  where: 'disabled_at IS NULL',
  parameters: [],
  ...SHOWN,
});

/** Accounts in use that open with a password alone. */
export const staffWithoutSecondFactor = (): RowsByTime => ({
  from: 'staff',
  where: `disabled_at IS NULL AND NOT EXISTS
    (SELECT 1 FROM staff_second_factors f WHERE f.staff_id = staff.id AND f.confirmed_at IS NOT NULL)`,
  parameters: [],
  ...SHOWN,
});
