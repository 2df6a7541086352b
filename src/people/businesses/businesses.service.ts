import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository, type EntityManager } from 'typeorm';
import { rolesOf, type MembershipFacts } from '../../policy/ability.js';
import { Memberships } from '../../policy/ports.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { inTransaction, select, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import type { Actor, Edition, Locale, MemberRole, UserActor } from '../../platform/kernel/actor.js';
import { invalid, notFound } from '../../platform/kernel/app-error.js';
import { DAY_MS, later, now } from '../../platform/kernel/clock.js';
import {
  bytesToId,
  idToBytes,
  isId,
  newId,
  type BookId,
  type BusinessId,
  type UserId,
} from '../../platform/kernel/ids.js';
import type { Currency } from '../../platform/kernel/money.js';
import type { Page } from '../../platform/kernel/page.js';
import { TIME_ZONE } from '../../platform/kernel/time-zone.js';
import { currentBookOf } from './current-book.js';
import { Business, Membership, Subscription } from './business.entity.js';
import type { Present } from '../../platform/database/rows.js';
import type { businesses, memberships, subscriptions } from '../tables.generated.js';

/** A business as one of its members sees it; times are ISO 8601 UTC. */
export interface BusinessView {
  readonly id: BusinessId;
  readonly name: string;
  readonly edition: Edition;
  readonly locale: Locale;
  readonly currency: Currency;
  /** An IANA name. */
  readonly timeZone: string;
  readonly role: MemberRole;
  readonly isOriginalOwner: boolean;
  readonly plan: { readonly name: string; readonly trialEndsAt: string };
  readonly createdAt: string;
}

type BusinessRow = Pick<
  businesses,
  'id' | 'name' | 'edition' | 'locale' | 'currency' | 'time_zone' | 'original_owner_id' | 'created_at'
> &
  Present<Pick<businesses, 'current_book_id'>> &
  Pick<memberships, 'role'> &
  Pick<subscriptions, 'plan' | 'trial_ends_at'>;

const TRIAL_MS = 30 * DAY_MS;

const OF_MEMBER = `SELECT b.*, m.role, s.plan, s.trial_ends_at FROM memberships m
  JOIN businesses b ON b.id = m.business_id JOIN subscriptions s ON s.business_id = b.id WHERE m.user_id = ?`;

@Injectable()
export class Businesses implements Memberships {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(Business) private readonly businesses: Repository<Business>,
    private readonly audit: AuditLog,
  ) {}

  async find(actor: Actor, businessId: string): Promise<MembershipFacts | null> {
    if (actor.type !== 'user' || !isId(businessId)) return null;
    return membershipOf(this.dataSource.manager, actor.id, businessId as BusinessId);
  }

  /** The businesses the user belongs to, oldest first. */
  async ofUser(actor: UserActor, limit: number, after?: string): Promise<Page<BusinessView>> {
    if (after !== undefined && !isId(after)) {
      throw invalid('after', '"after" must be the "next" of the page before.');
    }
    const rows = await select<BusinessRow>(
      this.dataSource.manager,
      `${OF_MEMBER} ${after ? 'AND b.id > ?' : ''} ORDER BY b.id LIMIT ?`,
      [idToBytes(actor.id), ...(after ? [idToBytes(after)] : []), limit + 1],
    );
    const items = rows.slice(0, limit).map((row) => viewOf(row, actor.id));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  async get(actor: UserActor, businessId: BusinessId): Promise<BusinessView> {
    const row = await selectOne<BusinessRow>(this.dataSource.manager, `${OF_MEMBER} AND b.id = ?`, [
      idToBytes(actor.id),
      idToBytes(businessId),
    ]);
    if (!row) throw notFound('business');
    return viewOf(row, actor.id);
  }

  /** The book that is open now, for reading. Writers take it from the fence instead. */
  currentBook(businessId: BusinessId): Promise<BookId> {
    return currentBookOf(this.dataSource.manager, businessId);
  }

  async currencyOf(businessId: BusinessId): Promise<Currency> {
    return (await this.businesses.findOneByOrFail({ id: businessId })).currency;
  }

  /** From now on; what was dated stays as it is. The zone it has already changes nothing and is not recorded. */
  async changeTimeZone(actor: UserActor, membership: MembershipFacts, timeZone: string): Promise<void> {
    const { businessId } = membership;
    await inTransaction(this.dataSource, async (tx) => {
      const row = await selectOne<Pick<businesses, 'time_zone'>>(
        tx,
        'SELECT time_zone FROM businesses WHERE id = ? FOR UPDATE',
        [idToBytes(businessId)],
      );
      if (!row) throw notFound('business');
      if (row.time_zone === timeZone) return;
      await write(tx, 'UPDATE businesses SET time_zone = ? WHERE id = ?', [timeZone, idToBytes(businessId)]);
      await this.audit.append(tx, {
        type: 'business.settings-changed',
        subjectId: businessId,
        actor,
        roles: rolesOf(actor, membership),
        outcome: 'success',
        details: { time_zone: timeZone, time_zone_before: row.time_zone },
      });
    });
  }

  /** Adds a business of which `owner` is the original owner, with its trial. Its first book comes after. */
  async add(
    tx: Tx,
    owner: UserId,
    business: { name: string; edition: Edition; locale: Locale; currency: Currency },
  ): Promise<BusinessId> {
    const id = newId<BusinessId>();
    const createdAt = now();
    const timeZone = TIME_ZONE;
    // Nothing is read back: every column is said here, the one with a default of the database too.
    await tx
      .createQueryBuilder()
      .insert()
      .into(Business)
      .values({ id, ...business, timeZone, originalOwnerId: owner, currentBookId: null, createdAt })
      .updateEntity(false)
      .execute();
    await tx.insert(Membership, { businessId: id, userId: owner, role: 'owner', createdAt });
    await tx.insert(Subscription, { businessId: id, plan: 'trial', trialEndsAt: later(TRIAL_MS), createdAt });
    return id;
  }
}

/** What a user is in a business, read in the given transaction where there is one; null for a stranger. */
export async function membershipOf(
  manager: EntityManager,
  userId: UserId,
  businessId: BusinessId,
): Promise<MembershipFacts | null> {
  const row = await selectOne<Pick<memberships, 'role'> & Pick<businesses, 'original_owner_id'>>(
    manager,
    `SELECT m.role, b.original_owner_id FROM memberships m JOIN businesses b ON b.id = m.business_id
     WHERE m.user_id = ? AND m.business_id = ?`,
    [idToBytes(userId), idToBytes(businessId)],
  );
  return row ? { businessId, originalOwnerId: bytesToId<UserId>(row.original_owner_id), memberRole: row.role } : null;
}

function viewOf(row: BusinessRow, userId: UserId): BusinessView {
  return {
    id: bytesToId<BusinessId>(row.id),
    name: row.name,
    edition: row.edition,
    locale: row.locale,
    currency: row.currency,
    timeZone: row.time_zone,
    role: row.role,
    isOriginalOwner: bytesToId(row.original_owner_id) === userId,
    plan: { name: row.plan, trialEndsAt: row.trial_ends_at.toISOString() },
    createdAt: row.created_at.toISOString(),
  };
}
