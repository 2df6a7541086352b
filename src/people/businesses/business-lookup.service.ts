import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { likeText } from '../../platform/database/like.js';
import { ListedRows } from '../../platform/database/listed-rows.js';
import { select, selectOne } from '../../platform/database/transaction.js';
import type { Edition } from '../../platform/kernel/actor.js';
import { bytesToId, idToBytes, type BusinessId, type UserId } from '../../platform/kernel/ids.js';
import { emailKey } from '../../platform/kernel/text.js';
import { Business } from './business.entity.js';
import type { businesses, subscriptions, users } from '../tables.generated.js';

/** A business as those find it who look after all of them. */
export interface FoundBusiness {
  readonly id: BusinessId;
  readonly name: string;
  readonly edition: Edition;
  /** The address of today. */
  readonly originalOwner: string;
  readonly signedUpAt: Date;
}

/** What is on the first line of its file. */
export interface BusinessFileHead extends FoundBusiness {
  readonly originalOwnerId: UserId;
  readonly plan: string;
  readonly trialEndsAt: Date;
}

type FoundRow = Pick<businesses, 'id' | 'name' | 'edition' | 'created_at'> & Pick<users, 'email'>;

const FOUND = 'b.id, b.name, b.edition, u.email, b.created_at';
const FROM = 'FROM businesses b JOIN users u ON u.id = b.original_owner_id';
/** Names are read from their index alone, in its order, until there are enough; rows only of what was found (0014). */
const BY_NAME = `WHERE b.id IN (SELECT id FROM (
    SELECT id FROM businesses FORCE INDEX (businesses_name) WHERE name LIKE ? ORDER BY name, id LIMIT ?
  ) AS found) ORDER BY b.name, b.id`;

/** Finds businesses for those who look after all of them. Whether somebody may look is the caller's to decide and to record. */
@Injectable()
export class BusinessLookup {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<FoundBusiness | undefined> {
    return (await this.found('WHERE b.id = ?', [idToBytes(id)]))[0];
  }

  /** The address now or at the sign-up, which is what people remember; of any member, as they write in too. Newest first. */
  ofMember(email: string, limit: number): Promise<FoundBusiness[]> {
    return this.found(
      `WHERE b.id IN (SELECT m.business_id FROM memberships m JOIN users w ON w.id = m.user_id
         WHERE w.email_key = ? OR w.sign_up_email = ?) ORDER BY b.id DESC LIMIT ?`,
      [emailKey(email), email, limit],
    );
  }

  /** By name. */
  startingWith(text: string, limit: number): Promise<FoundBusiness[]> {
    return this.found(BY_NAME, [`${likeText(text)}%`, limit]);
  }

  /** Those whose name has it behind its beginning. By name. */
  containing(text: string, limit: number): Promise<FoundBusiness[]> {
    return this.found(BY_NAME, [`_%${likeText(text)}%`, limit]);
  }

  async fileHead(id: string): Promise<BusinessFileHead | undefined> {
    const row = await selectOne<
      FoundRow & Pick<businesses, 'original_owner_id'> & Pick<subscriptions, 'plan' | 'trial_ends_at'>
    >(
      this.dataSource.manager,
      `SELECT ${FOUND}, b.original_owner_id, s.plan, s.trial_ends_at ${FROM}
       JOIN subscriptions s ON s.business_id = b.id WHERE b.id = ?`,
      [idToBytes(id)],
    );
    return (
      row && {
        ...foundOf(row),
        originalOwnerId: bytesToId<UserId>(row.original_owner_id),
        plan: row.plan,
        trialEndsAt: row.trial_ends_at,
      }
    );
  }

  /** The business that somebody signed up for; undefined for who only belongs to others'. */
  async ownedBy(userId: UserId): Promise<BusinessId | undefined> {
    const row = await selectOne<Pick<businesses, 'id'>>(
      this.dataSource.manager,
      'SELECT id FROM businesses WHERE original_owner_id = ? LIMIT 1',
      [idToBytes(userId)],
    );
    return row && bytesToId<BusinessId>(row.id);
  }

  /** All of them, for a list. */
  listed(): ListedRows<Business> {
    return new ListedRows(this.dataSource, Business, ['id', 'name', 'edition', 'createdAt']);
  }

  private async found(which: string, parameters: unknown[]): Promise<FoundBusiness[]> {
    const rows = await select<FoundRow>(this.dataSource.manager, `SELECT ${FOUND} ${FROM} ${which}`, parameters);
    return rows.map(foundOf);
  }
}

const foundOf = (row: FoundRow): FoundBusiness => ({
  id: bytesToId<BusinessId>(row.id),
  name: row.name,
  edition: row.edition,
  originalOwner: row.email,
  signedUpAt: row.created_at,
});
