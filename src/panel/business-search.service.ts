import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffMay } from '../policy/ability.js';
import { businessOf } from '../log/events/subjects.js';
import { select, selectOne } from '../platform/database/transaction.js';
import type { Edition, StaffActor } from '../platform/kernel/actor.js';
import { bytesToId, idToBytes, isId } from '../platform/kernel/ids.js';
import { emailKey, isPrintable } from '../platform/kernel/text.js';
import { referenceOf } from '../banking/online-payments/pay-tokens.js';
import type { SearchHit, SearchView } from './views.js';

const HITS_MAX = 20;
const QUERY_MAX = 254;
/** Shorter, and half of all businesses would contain it. */
const CONTAINED_MIN = 3;

interface HitRow {
  id: Buffer;
  name: string;
  edition: Edition;
  email: string;
  created_at: Date;
}

const HIT = `SELECT b.id, b.name, b.edition, u.email, b.created_at
  FROM businesses b JOIN users u ON u.id = b.original_owner_id`;
/** Names are read from their index alone, in its order, until there are enough; rows only of what was found (0014). */
const BY_NAME = `WHERE b.id IN (SELECT id FROM (
    SELECT id FROM businesses FORCE INDEX (businesses_name) WHERE name LIKE ? ORDER BY name, id LIMIT ${HITS_MAX + 1}
  ) AS found) ORDER BY b.name, b.id`;
const likeText = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/**
 * One box for everything a ticket may hold: a business's name or id, somebody's e-mail, a snapshot's or an event's id, a
 * payment's reference.
 */
@Injectable()
export class BusinessSearch {
  constructor(private readonly dataSource: DataSource) {}

  async find(actor: StaffActor, typed: string): Promise<SearchView> {
    const query = typed.trim().slice(0, QUERY_MAX);
    if (query === '' || !isPrintable(query)) return { query, hits: [], hasMore: false };
    const id = query.toLowerCase();
    const reference = referenceOf(query);
    const hits = isId(id)
      ? await this.byId(actor, id)
      : reference !== undefined
        ? await this.byPayment(actor, reference)
        : query.includes('@')
          ? await this.byEmail(query)
          : await this.byName(query);
    const eventId = isId(id) && hits.length === 0 ? await this.eventOfNoBusiness(actor, id) : undefined;
    return { query, hits: hits.slice(0, HITS_MAX), hasMore: hits.length > HITS_MAX, ...(eventId && { eventId }) };
  }

  /** A sign-in, say, or an export of the log: only for who reads the whole log. */
  private async eventOfNoBusiness(actor: StaffActor, id: string): Promise<string | undefined> {
    if (!staffMay(actor.role, 'read', 'AuditLog')) return undefined;
    return (await this.subjectOf(id)) === undefined ? undefined : id;
  }

  /** What the role may not read is not found either. */
  private async byId(actor: StaffActor, id: string): Promise<SearchHit[]> {
    const ofBusiness = await this.hits('business', 'WHERE b.id = ?', [idToBytes(id)]);
    const ofSnapshot = staffMay(actor.role, 'read', 'Snapshot')
      ? await this.hits(
          'snapshot',
          'WHERE b.id = (SELECT business_id FROM books WHERE id = ? AND sealed_at IS NOT NULL)',
          [idToBytes(id)],
        )
      : [];
    const ofEvent = staffMay(actor.role, 'read', 'AuditEvent') ? await this.byEvent(id) : [];
    return [...ofBusiness, ...ofSnapshot, ...ofEvent];
  }

  /** A name may look like a reference, so what is no payment is looked for among the names. */
  private async byPayment(actor: StaffActor, reference: string): Promise<SearchHit[]> {
    const found = staffMay(actor.role, 'read', 'OnlinePayment')
      ? await this.hits('payment', 'WHERE b.id = (SELECT business_id FROM online_payments WHERE reference = ?)', [
          reference,
        ])
      : [];
    return found.length > 0 ? found : this.byName(reference);
  }

  private async byEvent(id: string): Promise<SearchHit[]> {
    const businessId = businessOf(await this.subjectOf(id));
    if (businessId === undefined) return [];
    return this.hits('event', 'WHERE b.id = ?', [idToBytes(businessId)]);
  }

  private async subjectOf(eventId: string): Promise<string | undefined> {
    const event = await selectOne<{ subject: string }>(
      this.dataSource.manager,
      'SELECT subject FROM audit_events WHERE event_id = ?',
      [idToBytes(eventId)],
    );
    return event?.subject;
  }

  /** The address now or at the sign-up, which is what people remember; of any member, as they write in too. */
  private byEmail(email: string): Promise<SearchHit[]> {
    return this.hits(
      'email',
      `WHERE b.id IN (SELECT m.business_id FROM memberships m JOIN users w ON w.id = m.user_id
         WHERE w.email_key = ? OR w.sign_up_email = ?) ORDER BY b.id DESC LIMIT ${HITS_MAX + 1}`,
      [emailKey(email), email],
    );
  }

  private async byName(name: string): Promise<SearchHit[]> {
    const starting = await this.hits('name', BY_NAME, [`${likeText(name)}%`]);
    if (starting.length > HITS_MAX || [...name].length < CONTAINED_MIN) return starting;
    const containing = await this.hits('name', BY_NAME, [`_%${likeText(name)}%`]);
    const known = new Set(starting.map(({ id }) => id));
    return [...starting, ...containing.filter(({ id }) => !known.has(id))];
  }

  private async hits(foundBy: SearchHit['foundBy'], where: string, parameters: unknown[]): Promise<SearchHit[]> {
    const rows = await select<HitRow>(this.dataSource.manager, `${HIT} ${where}`, parameters);
    return rows.map((row) => ({
      id: bytesToId(row.id),
      name: row.name,
      edition: row.edition,
      originalOwner: row.email,
      signedUpAt: row.created_at.toISOString(),
      foundBy,
    }));
  }
}
