import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { blocksSwitch } from '../banking/bank-feeds/bank-feed-states.js';
import type { FeedReading } from '../banking/bank-feeds/bank-feeds.service.js';
import type { SwitchKind } from '../books/book.entity.js';
import { findLatestResetSnapshot, Snapshots, type Snapshot } from '../books/snapshots.service.js';
import { RECORDED_COMMANDS } from '../log/recorded-commands.js';
import type { User } from '../people/identity/identity.entity.js';
import { Users } from '../people/identity/users.service.js';
import type { ErrorCode } from '../platform/kernel/app-error.js';
import type { BusinessId, UserId } from '../platform/kernel/ids.js';
import { emailKey } from '../platform/kernel/text.js';
import { readSwitchFacts, type SwitchReading } from '../resets/switch-facts.js';
import { AuditHealth } from '../log/transparency-log/audit-health.service.js';
import { feedRows } from './feed-rows.js';
import type { Precondition } from './views.js';

type Banks = ReadonlyMap<string, string>;

/**
 * What stands in the way of a reset and of a restore, found by the code that decides them: as it would be answered if
 * the original owner asked now.
 */
@Injectable()
export class Preconditions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditHealth: AuditHealth,
    private readonly snapshots: Snapshots,
    private readonly users: Users,
  ) {}

  async of(
    businessId: BusinessId,
    ownerId: UserId,
    banks: Banks,
  ): Promise<{ reset: readonly Precondition[]; restore: readonly Precondition[] }> {
    const owner = (await this.users.findById(ownerId))!;
    const report = await this.auditHealth.report();
    const snapshot = await this.toRestore(businessId);
    const about = async (kind: SwitchKind) =>
      listOf(await this.read(kind, businessId, owner, report.isUp, snapshot), { owner, banks, snapshot, kind, report });
    return { reset: await about('reset'), restore: await about('restore') };
  }

  /** What is restored without a choice; where there is no reset to undo, the newest that can be chosen. */
  private async toRestore(businessId: BusinessId): Promise<Snapshot | undefined> {
    const undone = await findLatestResetSnapshot(this.dataSource.manager, businessId);
    if (undone?.state === 'kept') return undone;
    return (await this.snapshots.list(businessId)).find(({ state }) => state === 'kept') ?? undone;
  }

  private read(
    kind: SwitchKind,
    businessId: BusinessId,
    owner: User,
    auditAvailable: boolean,
    snapshot: Snapshot | undefined,
  ): Promise<SwitchReading> {
    return readSwitchFacts(this.dataSource.manager, {
      kind,
      businessId,
      userId: owner.id,
      auditAvailable,
      ...(kind === 'restore' && { target: { snapshot } }),
    });
  }
}

interface About {
  readonly kind: SwitchKind;
  readonly owner: User;
  readonly banks: Banks;
  readonly snapshot: Snapshot | undefined;
  readonly report: { readonly since: string | null };
}

/** In the order in which an attempt is answered (SPEC §3.4), which is the table's. */
function listOf(reading: SwitchReading, about: About): Precondition[] {
  const { refusals }: { refusals: readonly ErrorCode[] } = RECORDED_COMMANDS[`business.${about.kind}`];
  return refusals.flatMap((code) => PRECONDITIONS[code]?.(reading, about) ?? []);
}

/** What is shown of the refusals that can be told before anybody asks; of a snapshot one line tells both of its own. */
const PRECONDITIONS: Readonly<Partial<Record<ErrorCode, (reading: SwitchReading, about: About) => Precondition>>> = {
  NOT_ORIGINAL_OWNER: ({ facts }, { owner }) => ({
    name: 'original-owner',
    state: facts.isOriginalOwner ? 'asked' : 'fails',
    since: owner.createdAt.toISOString(),
    facts: { email: owner.email },
  }),
  // Only typing it can tell; what staff can say is which address it is.
  SIGN_UP_EMAIL_MISMATCH: (_, { owner }) => ({
    name: 'sign-up-email',
    state: 'asked',
    facts: {
      email: owner.signUpEmail,
      ...(emailKey(owner.email) !== emailKey(owner.signUpEmail) && { now: owner.email }),
    },
  }),
  NOTHING_TO_RESET: ({ facts }) => ({ name: 'not-fresh', state: held(!facts.asOnSignUp), facts: {} }),
  SNAPSHOT_EXPIRED: (_, { snapshot }) => snapshotKept(snapshot),
  BANK_FEEDS_CONNECTED: ({ feeds }, { banks }) => bankFeeds(feeds, banks),
  WRITE_IN_PROGRESS: ({ facts, job }) => ({
    name: 'no-write',
    state: held(!facts.writeInProgress),
    since: job?.startedAt.toISOString(),
    facts: {},
  }),
  AUDIT_UNAVAILABLE: ({ facts }, { report }) => ({
    name: 'audit-log',
    state: held(facts.auditAvailable),
    since: report.since ?? undefined,
    facts: {},
  }),
};

const held = (holds: boolean) => (holds ? 'holds' : 'fails');

function snapshotKept(snapshot: Snapshot | undefined): Precondition {
  return {
    name: 'snapshot-kept',
    state: held(snapshot?.state === 'kept'),
    since: snapshot?.sealedAt.toISOString(),
    facts: snapshot ? { snapshot: snapshot.id, until: snapshot.expiresAt.toISOString() } : {},
  };
}

function bankFeeds(feeds: readonly FeedReading[], banks: Banks): Precondition {
  const blocking = feeds.filter(({ state }) => blocksSwitch(state));
  // Held since the last one was disconnected; not held since the first one that blocks.
  const times = (blocking.length > 0 ? blocking : feeds).map(({ since }) => since.getTime());
  const since = blocking.length > 0 ? Math.min(...times) : Math.max(...times);
  return {
    name: 'bank-feeds',
    state: held(blocking.length === 0),
    ...(times.length > 0 && { since: new Date(since).toISOString() }),
    facts: {},
    feeds: feedRows(blocking, banks),
  };
}
