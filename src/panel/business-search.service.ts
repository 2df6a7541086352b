import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffMay } from '../policy/ability.js';
import { businessOf } from '../log/events/subjects.js';
import { AuditReader } from '../log/events/audit-reader.service.js';
import { findBook } from '../books/snapshots.service.js';
import { BusinessLookup, type FoundBusiness } from '../people/businesses/business-lookup.service.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { isId, type BusinessId } from '../platform/kernel/ids.js';
import { isPrintable } from '../platform/kernel/text.js';
import { OnlinePayments } from '../banking/online-payments/online-payments.service.js';
import { referenceOf } from '../banking/online-payments/pay-tokens.js';
import type { SearchHit, SearchView } from './views.js';

const HITS_MAX = 20;
const QUERY_MAX = 254;
/** Shorter, and half of all businesses would contain it. */
const CONTAINED_MIN = 3;

/**
 * One box for everything a ticket may hold: a business's name or id, somebody's e-mail, a snapshot's or an event's id, a
 * payment's reference.
 */
@Injectable()
export class BusinessSearch {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: BusinessLookup,
    private readonly events: AuditReader,
    private readonly payments: OnlinePayments,
  ) {}

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
    return (await this.events.subjectOf(id)) === undefined ? undefined : id;
  }

  /** What the role may not read is not found either. */
  private async byId(actor: StaffActor, id: string): Promise<SearchHit[]> {
    const ofBusiness = await this.hit('business', id);
    const ofSnapshot = staffMay(actor.role, 'read', 'Snapshot')
      ? await this.hit('snapshot', await this.ownerOfSnapshot(id))
      : [];
    const ofEvent = staffMay(actor.role, 'read', 'AuditEvent')
      ? await this.hit('event', businessOf(await this.events.subjectOf(id)))
      : [];
    return [...ofBusiness, ...ofSnapshot, ...ofEvent];
  }

  private async ownerOfSnapshot(id: string): Promise<BusinessId | undefined> {
    const book = await findBook(this.dataSource.manager, id);
    return book?.isSealed ? book.businessId : undefined;
  }

  /** A name may look like a reference, so what is no payment is looked for among the names. */
  private async byPayment(actor: StaffActor, reference: string): Promise<SearchHit[]> {
    const found = staffMay(actor.role, 'read', 'OnlinePayment')
      ? await this.hit('payment', await this.payments.businessOf(reference))
      : [];
    return found.length > 0 ? found : this.byName(reference);
  }

  private async byEmail(email: string): Promise<SearchHit[]> {
    return (await this.businesses.ofMember(email, HITS_MAX + 1)).map((found) => hitOf(found, 'email'));
  }

  private async byName(name: string): Promise<SearchHit[]> {
    const starting = await this.businesses.startingWith(name, HITS_MAX + 1);
    const isEnough = starting.length > HITS_MAX || [...name].length < CONTAINED_MIN;
    const containing = isEnough ? [] : await this.businesses.containing(name, HITS_MAX + 1);
    const known = new Set(starting.map(({ id }) => id));
    const found = [...starting, ...containing.filter(({ id }) => !known.has(id))];
    return found.map((business) => hitOf(business, 'name'));
  }

  /** The business that something else has led to, if it has. */
  private async hit(foundBy: SearchHit['foundBy'], id: string | undefined): Promise<SearchHit[]> {
    const found = id === undefined ? undefined : await this.businesses.find(id);
    return found ? [hitOf(found, foundBy)] : [];
  }
}

const hitOf = ({ signedUpAt, ...business }: FoundBusiness, foundBy: SearchHit['foundBy']): SearchHit => ({
  ...business,
  signedUpAt: signedUpAt.toISOString(),
  foundBy,
});
