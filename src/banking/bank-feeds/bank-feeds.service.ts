import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { rolesOf, type MembershipFacts } from '../../policy/ability.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import type { EventType } from '../../log/events/event-catalogue.js';
import { bankAccountName } from '../../accounting/bank-accounts.service.js';
import { writeToBook, type BookWrite } from '../../books/fence.js';
import type { RowsByTime } from '../../platform/database/rows-by-time.js';
import { type Tx, isDuplicateKey, select, selectByIds, selectOne, write } from '../../platform/database/transaction.js';
import type { Actor, Locale, StaffActor, UserActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { later, now, SECOND_MS } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BankFeedId, type BusinessId } from '../../platform/kernel/ids.js';
import type { Page } from '../../platform/kernel/page.js';
import { assertTransition } from '../../platform/kernel/state-table.js';
import { Outbox } from '../../platform/outbox/outbox.service.js';
import { BANK_FEED_TRANSITIONS, type BankFeedState } from './bank-feed-states.js';
import { BankProvider, type Institution } from './bank-provider.js';
import type { bank_feeds } from '../tables.generated.js';

/** A feed as its business sees it; times are ISO 8601 UTC. */
export interface BankFeedView {
  readonly id: BankFeedId;
  readonly institution: string;
  readonly bankAccountId: string;
  readonly bankAccountName: string;
  readonly state: BankFeedState;
  readonly since: string;
  readonly failure: string | null;
  /** Where the person says yes to the bank, while it asks. */
  readonly consentUrl?: string;
}

/** A feed with the business that has it. */
export interface BankFeedOf extends BankFeedView {
  readonly businessId: BusinessId;
}

type FeedRow = Pick<
  bank_feeds,
  'id' | 'business_id' | 'institution' | 'bank_account_id' | 'bank_account_name' | 'state' | 'state_since' | 'failure'
>;

const COLUMNS = 'id, business_id, institution, bank_account_id, bank_account_name, state, state_since, failure';
const REVOKE_TOPIC = 'bank-feed.revoke';
const FIRST_FETCH_MS = 2 * SECOND_MS;
/** The `failure` of a feed that was disconnected by a no at the bank; pages put it in words of their own. */
export const CONSENT_REFUSED = 'The consent was refused at the bank.';
const FAILURE_LENGTH_MAX = 200;

interface Move {
  readonly membership?: MembershipFacts;
  readonly failure?: string;
  /** The state that it must have until then. */
  readonly from?: BankFeedState;
  readonly ticket?: string;
}

const EVENT_OF: Record<BankFeedState, EventType & `bank-feed.${string}`> = {
  consent: 'bank-feed.consent-requested',
  connected: 'bank-feed.connected',
  error: 'bank-feed.failed',
  disconnected: 'bank-feed.disconnected',
};

/**
 * Every change of a feed goes through the fence: a switch, which holds the business exclusively, either sees it
 * committed or makes it wait (SPEC §3.5).
 */
@Injectable()
export class BankFeeds implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly provider: BankProvider,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.outbox.register(REVOKE_TOPIC, (body) => this.provider.revoke(body as { feedId: string; institution: string }));
  }

  institutions(): readonly Institution[] {
    return this.provider.institutions();
  }

  /** Institution id → its name in a language. */
  institutionNames(locale: Locale): ReadonlyMap<string, string> {
    return new Map(this.institutions().map(({ id, name }) => [id, name[locale]]));
  }

  /** Newest first, disconnected ones included: they are the history that evidence refers to. */
  async list(businessId: BusinessId): Promise<Page<BankFeedView>> {
    const rows = await select<FeedRow>(
      this.dataSource.manager,
      `SELECT ${COLUMNS} FROM bank_feeds WHERE business_id = ? ORDER BY state = 'disconnected', id DESC LIMIT 200`,
      [idToBytes(businessId)],
    );
    return { items: rows.map(viewOf), next: null };
  }

  async get(businessId: BusinessId, feedId: string, manager = this.dataSource.manager): Promise<BankFeedView> {
    const row = isId(feedId) ? await findFeed(manager, businessId, feedId) : undefined;
    if (!row) throw notFound('bank feed');
    return viewOf(row);
  }

  /** Several of several businesses, in one statement, by their ids; none where there is none. */
  async getMany(manager: EntityManager, feedIds: readonly string[]): Promise<ReadonlyMap<string, BankFeedOf>> {
    const rows = await selectByIds<FeedRow>(manager, `SELECT ${COLUMNS} FROM bank_feeds WHERE id IN (?)`, feedIds);
    return new Map([...rows].map(([id, row]) => [id, { ...viewOf(row), businessId: bytesToId(row.business_id) }]));
  }

  /** Throws VALIDATION for an unknown account or institution, ALREADY_EXISTS when the account is fed already. */
  async connect(
    actor: UserActor,
    membership: MembershipFacts,
    ask: { bankAccountId: string; institution: string },
  ): Promise<BankFeedView> {
    const institution = this.institution(ask.institution);
    try {
      return await writeToBook(this.dataSource, membership.businessId, async (into) => {
        const accountName = await accountNameOf(into, ask.bankAccountId);
        const id = newId<BankFeedId>();
        const state: BankFeedState = institution.needsConsent ? 'consent' : 'connected';
        const at = now();
        await write(
          into.tx,
          `INSERT INTO bank_feeds (id, business_id, bank_account_id, bank_account_name, institution, state, state_since,
             created_at, connected_at, fetched_count, fetch_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
          [
            idToBytes(id),
            idToBytes(membership.businessId),
            idToBytes(ask.bankAccountId),
            accountName,
            institution.id,
            state,
            at,
            at,
            state === 'connected' ? at : null,
            state === 'connected' ? later(FIRST_FETCH_MS) : null,
          ],
        );
        const row = (await findFeed(into.tx, membership.businessId, id))!;
        await this.record(into.tx, actor, row, { membership });
        return viewOf(row);
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new AppError('ALREADY_EXISTS', 'This bank account has a feed already. Disconnect it first.');
    }
  }

  /** The person's answer at the bank: yes connects, no disconnects. */
  answerConsent(actor: UserActor, membership: MembershipFacts, feedId: string, agreed: boolean): Promise<BankFeedView> {
    const to = agreed ? 'connected' : 'disconnected';
    const failure = agreed ? undefined : CONSENT_REFUSED;
    return this.move(actor, membership.businessId, feedId, to, { membership, from: 'consent', failure });
  }

  /** After an error: asks the bank again, from where it stopped. */
  reconnect(actor: UserActor, membership: MembershipFacts, feedId: string): Promise<BankFeedView> {
    return this.move(actor, membership.businessId, feedId, 'connected', { membership, from: 'error' });
  }

  disconnect(actor: UserActor, membership: MembershipFacts, feedId: string): Promise<BankFeedView> {
    return this.move(actor, membership.businessId, feedId, 'disconnected', { membership });
  }

  /** All that still stand in the way of a reset, or none. What somebody else disconnected meanwhile is no fault. */
  async disconnectAll(actor: UserActor, membership: MembershipFacts): Promise<void> {
    await writeToBook(this.dataSource, membership.businessId, async (into) => {
      const feeds = await select<Pick<FeedRow, 'id'>>(
        into.tx,
        `SELECT id FROM bank_feeds WHERE business_id = ? AND state <> 'disconnected' ORDER BY id FOR UPDATE`,
        [idToBytes(membership.businessId)],
      );
      for (const { id } of feeds) await this.moveIn(into, actor, bytesToId(id), 'disconnected', { membership });
    });
  }

  /** Disconnects in a transaction that has entered the fence; `ticket` is where its owner asked for it. */
  disconnectIn(into: BookWrite, actor: StaffActor, feedId: string, ticket: string): Promise<BankFeedView> {
    return this.moveIn(into, actor, feedId, 'disconnected', { ticket });
  }

  /** Moves a feed to another state, with its event; the state is read again behind the fence. */
  async move(
    actor: Actor,
    businessId: BusinessId,
    feedId: string,
    to: BankFeedState,
    more: Move = {},
  ): Promise<BankFeedView> {
    if (!isId(feedId)) throw notFound('bank feed');
    return writeToBook(this.dataSource, businessId, (into) => this.moveIn(into, actor, feedId, to, more));
  }

  private async moveIn(
    { tx, businessId }: BookWrite,
    actor: Actor,
    feedId: string,
    to: BankFeedState,
    more: Move,
  ): Promise<BankFeedView> {
    const feed = await findFeed(tx, businessId, feedId, 'FOR UPDATE');
    if (!feed) throw notFound('bank feed');
    if (more.from && feed.state !== more.from) {
      throw new AppError('INVALID_STATE', `This is for a feed that is "${more.from}"; this one is "${feed.state}".`, {
        state: feed.state,
      });
    }
    assertTransition(BANK_FEED_TRANSITIONS, feed.state, to);
    await write(
      tx,
      `UPDATE bank_feeds SET state = ?, state_since = ?, failure = ?, fetch_after = ?,
           connected_at = COALESCE(connected_at, ?) WHERE id = ?`,
      [
        to,
        now(),
        more.failure?.slice(0, FAILURE_LENGTH_MAX) ?? null,
        to === 'connected' ? later(FIRST_FETCH_MS) : null,
        to === 'connected' ? now() : null,
        feed.id,
      ],
    );
    const moved = (await findFeed(tx, businessId, feedId))!;
    await this.record(tx, actor, moved, more);
    if (to === 'disconnected') await this.outbox.put(tx, REVOKE_TOPIC, { feedId, institution: feed.institution });
    return viewOf(moved);
  }

  private async record(tx: Tx, actor: Actor, feed: FeedRow, { membership, ticket }: Move): Promise<void> {
    await this.audit.append(tx, {
      type: EVENT_OF[feed.state],
      subjectId: bytesToId(feed.business_id),
      actor,
      roles: rolesOf(actor, membership),
      outcome: feed.state === 'error' ? 'failed' : 'success',
      ticket,
      details: {
        feed_id: bytesToId(feed.id),
        institution: feed.institution,
        bank_account_id: bytesToId(feed.bank_account_id),
      },
    });
  }

  private institution(id: string): Institution {
    const found = this.institutions().find((institution) => institution.id === id);
    if (found) return found;
    const known = this.institutions().map((institution) => institution.id);
    throw new AppError('VALIDATION', `There is no institution "${id}". Known are: ${known.join(', ')}.`, {
      errors: [{ path: 'institution', message: 'unknown' }],
    });
  }
}

/** A feed that stands in the way of a switch, as it was read under lock. */
export interface FeedReading {
  readonly id: BankFeedId;
  readonly institution: string;
  readonly account: string;
  readonly state: BankFeedState;
  readonly since: Date;
}

/** An event has room for about 400 feeds; what is connected always fits in. */
const FEEDS_IN_EVIDENCE_MAX = 250;

/** The feeds the business has had, with state and since when: the evidence of a reset's precondition (SPEC §6). */
export async function readFeeds(manager: EntityManager, businessId: BusinessId): Promise<FeedReading[]> {
  const rows = await select<FeedRow>(
    manager,
    `SELECT ${COLUMNS} FROM bank_feeds WHERE business_id = ? ORDER BY state = 'disconnected', id DESC LIMIT ?`,
    [idToBytes(businessId), FEEDS_IN_EVIDENCE_MAX],
  );
  return rows.map((row) => ({
    id: bytesToId<BankFeedId>(row.id),
    institution: row.institution,
    account: row.bank_account_name,
    state: row.state,
    since: row.state_since,
  }));
}

/** Those that have failed, in all businesses. */
export const failingFeeds = (): RowsByTime => ({
  from: 'bank_feeds',
  where: "state = 'error'",
  parameters: [],
  at: 'state_since',
  id: 'id',
  shown: 'business_id, institution',
});

async function findFeed(
  manager: EntityManager,
  businessId: BusinessId,
  feedId: string,
  lock: 'FOR UPDATE' | '' = '',
): Promise<FeedRow | undefined> {
  return selectOne<FeedRow>(manager, `SELECT ${COLUMNS} FROM bank_feeds WHERE business_id = ? AND id = ? ${lock}`, [
    idToBytes(businessId),
    idToBytes(feedId),
  ]);
}

async function accountNameOf(into: BookWrite, bankAccountId: string): Promise<string> {
  const name = await bankAccountName(into, bankAccountId);
  if (name !== undefined) return name;
  throw new AppError('VALIDATION', 'There is no such bank account in the present books. Create it first.', {
    errors: [{ path: 'bankAccountId', message: 'unknown' }],
  });
}

function viewOf(row: FeedRow): BankFeedView {
  const id = bytesToId<BankFeedId>(row.id);
  return {
    id,
    institution: row.institution,
    bankAccountId: bytesToId(row.bank_account_id),
    bankAccountName: row.bank_account_name,
    state: row.state,
    since: row.state_since.toISOString(),
    failure: row.failure,
    ...(row.state === 'consent' && { consentUrl: `/b/${bytesToId(row.business_id)}/bank-feeds/${id}/consent` }),
  };
}
