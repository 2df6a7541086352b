import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { AuditReader } from '../../log/events/audit-reader.service.js';
import { staffByIds } from '../../people/identity/people.js';
import { staffAccess, type StaffAccess } from '../../people/identity/staff-lists.js';
import { StaffAccounts } from '../../people/identity/staff.service.js';
import { inTransaction, isDuplicateKey, select, write, type Tx } from '../../platform/database/transaction.js';
import type { StaffActor, StaffRole } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type StaffId } from '../../platform/kernel/ids.js';
import type { access_review_items, access_reviews } from '../tables.generated.js';
import {
  AccessReview,
  AccessReviewItem,
  type AccessDecision,
  type AccessReviewState,
  type KnownFactor,
} from './access-review.entity.js';
import { quarterOf } from './quarter.js';

/** Times are ISO 8601 UTC. */
export interface AccessReviewHead {
  readonly id: string;
  readonly quarter: string;
  readonly state: AccessReviewState;
  readonly openedBy: string;
  readonly openedAt: string;
  readonly signedBy: string | null;
  readonly signedAt: string | null;
  /** Hexadecimal. */
  readonly contentSha256: string | null;
}

/** An account as it was when the review was opened, and what was decided. */
export interface AccessReviewRow {
  readonly staffId: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly roleSince: string | null;
  /** An address, or the name of a part of the program. */
  readonly roleBy: string | null;
  readonly lastUseAt: string | null;
  readonly secondFactor: KnownFactor;
  readonly decision: AccessDecision | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

export interface AccessReviewFile {
  readonly head: AccessReviewHead;
  readonly rows: readonly AccessReviewRow[];
}

const LISTED = 20;

/** Who of the staff has which role: looked through each quarter, each account confirmed or removed, and all of it signed. */
@Injectable()
export class AccessReviews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: StaffAccounts,
    private readonly audit: AuditLog,
    private readonly reader: AuditReader,
  ) {}

  /** The latest, newest first, and whether none of this quarter was signed. */
  async list(): Promise<{ reviews: AccessReviewHead[]; quarter: string; isDue: boolean }> {
    const { manager } = this.dataSource;
    const rows = await reviews(manager, `ORDER BY opened_at DESC, id DESC LIMIT ${LISTED}`);
    const quarter = quarterOf(now());
    const isDone = rows.some((row) => row.state === 'signed' && row.quarter === quarter);
    return { reviews: await headsOf(manager, rows), quarter, isDue: !isDone };
  }

  /** Throws NOT_FOUND. */
  async read(id: string | undefined): Promise<AccessReviewFile> {
    const { manager } = this.dataSource;
    const row = await find(manager, id);
    const [head] = await headsOf(manager, [row]);
    return { head: head!, rows: await rowsOf(manager, row.id) };
  }

  /** Of all accounts in use at this moment; the one that is open already, where there is one. Its id. */
  async open(actor: StaffActor): Promise<string> {
    const accounts = await staffAccess(this.dataSource.manager);
    const items: ItemFacts[] = [];
    for (const account of accounts) items.push(await this.itemOf(account));
    try {
      return await inTransaction(this.dataSource, (tx) => this.insert(tx, actor, items));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const [open] = await reviews(this.dataSource.manager, "WHERE state = 'open'");
      if (!open) throw error;
      return bytesToId(open.id);
    }
  }

  /**
   * Confirms or removes one account; until the signature it may be decided otherwise. Throws NOT_FOUND; FORBIDDEN, which is
   * recorded, for one's own; INVALID_STATE for a review that is signed.
   */
  async decide(actor: StaffActor, id: string, staffId: StaffId, decision: AccessDecision): Promise<void> {
    const details = { staff_id: staffId, decision };
    if (staffId === actor.id) {
      const draft = { ...of(actor, id, 'access-review.decision-denied'), outcome: 'denied', details } as const;
      await this.audit.record({ ...draft, reason: 'FORBIDDEN' });
      throw new AppError('FORBIDDEN', 'Nobody decides about their own account: ask a colleague.');
    }
    await inTransaction(this.dataSource, async (tx) => {
      const row = await lockOpen(tx, id);
      const known = (await itemRows(tx, row.id)).find((item) => bytesToId(item.staff_id) === staffId);
      if (!known) throw notFound('staff account');
      if (known.decision === decision) return;
      await write(
        tx,
        'UPDATE access_review_items SET decision = ?, decided_by = ?, decided_at = ? WHERE review_id = ? AND staff_id = ?',
        [decision, idToBytes(actor.id), now(), row.id, known.staff_id],
      );
      await this.audit.append(tx, { ...of(actor, id, 'access-review.decided'), outcome: 'success', details });
    });
  }

  /**
   * Takes the accounts that are to be removed out of use, and closes the review for good. Throws NOT_FOUND; INVALID_STATE
   * while an account is undecided, for one that is signed, and where no operator would be left.
   */
  async sign(actor: StaffActor, id: string): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const row = await lockOpen(tx, id);
      const rows = await rowsOf(tx, row.id);
      if (rows.some(({ decision }) => decision === null)) {
        throw new AppError('INVALID_STATE', 'Not every account is decided yet.');
      }
      const removed = rows.filter(({ decision }) => decision === 'remove');
      await this.accounts.removeByReview(
        tx,
        actor,
        removed.map(({ staffId }) => staffId as StaffId),
        id,
      );
      const sha256 = hashOf(row, rows);
      const event = await this.audit.append(tx, {
        ...of(actor, id, 'access-review.signed'),
        outcome: 'success',
        authorization: { decision: 'allowed', rule: 'compliance may approve AccessReview' },
        details: {
          quarter: row.quarter,
          confirmed: rows.length - removed.length,
          removed: removed.length,
          content_sha256: `sha256:${sha256.toString('hex')}`,
        },
      });
      await write(
        tx,
        `UPDATE access_reviews SET state = 'signed', signed_by = ?, signed_at = ?, signed_event_id = ?, content_sha256 = ?
         WHERE id = ?`,
        [idToBytes(actor.id), event.time, idToBytes(event.id), sha256, row.id],
      );
    });
  }

  private async insert(tx: Tx, actor: StaffActor, items: readonly ItemFacts[]): Promise<string> {
    const id = newId();
    const quarter = quarterOf(now());
    const event = await this.audit.append(tx, {
      ...of(actor, id, 'access-review.opened'),
      outcome: 'success',
      details: { quarter, accounts: items.length },
    });
    await tx.insert(AccessReview, {
      id,
      quarter,
      state: 'open',
      openedBy: actor.id,
      openedAt: event.time,
      openedEventId: event.id,
    });
    for (const item of items) await tx.insert(AccessReviewItem, { reviewId: id, ...item });
    return id;
  }

  /** Since when and by whom, from the log, which nobody changes; a role that was there before the log is of nobody. */
  private async itemOf({ id, role, ...access }: StaffAccess): Promise<ItemFacts> {
    const subject = `staff/${id}`;
    const given =
      (await this.reader.latestAbout(subject, 'staff.role-changed')) ??
      (await this.reader.latestAbout(subject, 'staff.added'));
    const lastUse = await this.reader.lastSuccess(id, 'staff-session.started');
    return {
      staffId: id,
      role,
      roleSince: given ? new Date(given.time) : null,
      roleBy: given?.data.actor.id ?? null,
      lastUseAt: lastUse === null ? null : new Date(lastUse),
      secondFactor: factorOf(access),
    };
  }
}

type ItemFacts = Pick<AccessReviewItem, 'staffId' | 'role' | 'roleSince' | 'roleBy' | 'lastUseAt' | 'secondFactor'>;

function factorOf({ isElsewhere, hasPhone, hasPasskey }: Omit<StaffAccess, 'id' | 'role'>): KnownFactor {
  if (isElsewhere) return 'sign-on';
  if (hasPhone) return 'phone';
  return hasPasskey ? 'passkey' : 'none';
}

type AccessReviewEvent =
  'access-review.opened' | 'access-review.decided' | 'access-review.decision-denied' | 'access-review.signed';

const of = <T extends AccessReviewEvent>(actor: StaffActor, id: string, type: T) =>
  ({ type, subjectId: id, actor, roles: [actor.role] }) as const;

/** Of what a person decided: ids, no addresses, since people can be erased and a hash cannot change. */
function hashOf(row: access_reviews, rows: readonly AccessReviewRow[]): Buffer {
  const content = rows.map(({ email: _, decidedBy: __, roleBy: ___, ...facts }) => facts);
  return createHash('sha256')
    .update(canonicalize({ id: bytesToId(row.id), quarter: row.quarter, rows: content }), 'utf8')
    .digest();
}

const reviews = (manager: EntityManager, rest: string, parameters: unknown[] = []): Promise<access_reviews[]> =>
  select<access_reviews>(
    manager,
    `SELECT id, quarter, state, opened_by, opened_at, opened_event_id, signed_by, signed_at, signed_event_id,
       content_sha256, open_one FROM access_reviews ${rest}`,
    parameters,
  );

async function find(manager: EntityManager, id: string | undefined, lock: '' | 'FOR UPDATE' = '') {
  const [row] = isId(id) ? await reviews(manager, `WHERE id = ? ${lock}`, [idToBytes(id)]) : [];
  if (!row) throw notFound('review');
  return row;
}

async function lockOpen(tx: Tx, id: string): Promise<access_reviews> {
  const row = await find(tx, id, 'FOR UPDATE');
  if (row.state === 'signed') throw new AppError('INVALID_STATE', 'This review is signed.');
  return row;
}

async function headsOf(manager: EntityManager, rows: readonly access_reviews[]): Promise<AccessReviewHead[]> {
  const nameOf = await namesOf(
    manager,
    rows.flatMap(({ opened_by, signed_by }) => [opened_by, signed_by]),
  );
  return rows.map((row) => ({
    id: bytesToId(row.id),
    quarter: row.quarter,
    state: row.state,
    openedBy: nameOf(row.opened_by)!,
    openedAt: row.opened_at.toISOString(),
    signedBy: nameOf(row.signed_by),
    signedAt: row.signed_at?.toISOString() ?? null,
    contentSha256: row.content_sha256?.toString('hex') ?? null,
  }));
}

const itemRows = (manager: EntityManager, reviewId: Buffer): Promise<access_review_items[]> =>
  select<access_review_items>(
    manager,
    `SELECT review_id, staff_id, role, role_since, role_by, last_use_at, second_factor, decision, decided_by, decided_at
     FROM access_review_items WHERE review_id = ? ORDER BY staff_id`,
    [reviewId],
  );

async function rowsOf(manager: EntityManager, reviewId: Buffer): Promise<AccessReviewRow[]> {
  const rows = await itemRows(manager, reviewId);
  const givers = rows.flatMap(({ role_by }) => (isId(role_by ?? undefined) ? [idToBytes(role_by!)] : []));
  const nameOf = await namesOf(manager, [...rows.flatMap((row) => [row.staff_id, row.decided_by]), ...givers]);
  return rows.map((row) => ({
    staffId: bytesToId(row.staff_id),
    email: nameOf(row.staff_id)!,
    role: row.role,
    roleSince: row.role_since?.toISOString() ?? null,
    roleBy: isId(row.role_by ?? undefined) ? nameOf(idToBytes(row.role_by!)) : row.role_by,
    lastUseAt: row.last_use_at?.toISOString() ?? null,
    secondFactor: row.second_factor,
    decision: row.decision,
    decidedBy: nameOf(row.decided_by),
    decidedAt: row.decided_at?.toISOString() ?? null,
  }));
}

async function namesOf(manager: EntityManager, ids: readonly (Buffer | null)[]) {
  const people = await staffByIds(
    manager,
    ids.flatMap((id) => (id ? [bytesToId(id)] : [])),
  );
  return (id: Buffer | null): string | null => (id && people.get(bytesToId(id))?.email) ?? null;
}
