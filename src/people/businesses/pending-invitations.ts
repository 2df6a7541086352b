import { write, type Tx } from '../../platform/database/transaction.js';
import { now } from '../../platform/kernel/clock.js';
import { idToBytes, type BusinessId, type UserId } from '../../platform/kernel/ids.js';

/** Of the rows of `invitations i` those that were neither accepted nor withdrawn. */
export const PENDING = 'i.accepted_at IS NULL AND i.withdrawn_at IS NULL';

/** What somebody has asked of others waits no more when they are no longer one who may ask. */
export async function withdrawInvitationsOf(tx: Tx, businessId: BusinessId, userId: UserId): Promise<void> {
  await write(
    tx,
    `UPDATE invitations i SET i.withdrawn_at = ? WHERE i.business_id = ? AND i.invited_by = ? AND ${PENDING}`,
    [now(), idToBytes(businessId), idToBytes(userId)],
  );
}
