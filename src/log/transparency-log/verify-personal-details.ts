import type { DataSource } from 'typeorm';
import { digestOf } from '../events/envelope.js';
import { select } from '../../platform/database/transaction.js';
import { VerificationFailure } from '../verifier/verdict.js';
import type { Outer } from '../../platform/database/rows.js';
import type { audit_events, audit_personal_details } from '../tables.generated.js';

type EventWithDetails = Pick<audit_events, 'id' | 'payload'> & Outer<Pick<audit_personal_details, 'salt' | 'details'>>;

const ROWS_AT_ONCE = 500;

/**
 * Compares the personal details beside each event with the digest in its signed bytes. They may be erased, which is
 * counted; changed they may not be. Throws VerificationFailure for the first that is.
 */
export async function verifyPersonalDetails(dataSource: DataSource): Promise<{ kept: number; erased: number }> {
  const counts = { kept: 0, erased: 0 };
  for (let after: number | string = 0; ;) {
    const rows: EventWithDetails[] = await select<EventWithDetails>(
      dataSource.manager,
      `SELECT e.id, e.payload, p.salt, p.details FROM audit_events e
       LEFT JOIN audit_personal_details p ON p.event_id = e.event_id
       WHERE e.id > ? ORDER BY e.id LIMIT ${ROWS_AT_ONCE}`,
      [after],
    );
    for (const row of rows) counts[stateOf(row)] += 1;
    if (rows.length < ROWS_AT_ONCE) return counts;
    after = rows.at(-1)!.id;
  }
}

function stateOf({ payload, salt, details }: EventWithDetails): 'kept' | 'erased' {
  if (salt === null || details === null) return 'erased';
  const { id, data } = JSON.parse(payload.toString('utf8')) as { id: string; data: { request: { digest: string } } };
  if (digestOf(salt, details) === data.request.digest) return 'kept';
  throw new VerificationFailure(`The personal details of event ${id} are not those that were recorded with it.`);
}
