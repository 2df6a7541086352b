import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isOriginalOwner, rolesOf, type MembershipFacts } from '../../policy/ability.js';
import { RefusalRecorder } from '../../policy/ports.js';
import type { Permission } from '../../policy/requires.decorator.js';
import { AuditLog } from '../events/audit-log.service.js';
import type { EventDraft } from '../events/envelope.js';
import type { PreconditionCheck } from '../events/event-catalogue.js';
import { commandOf, ruleOf, type RecordedEnd, type RecordedName, type RecordedRequest } from '../recorded-commands.js';
import { inTransaction, isConnectionLost, isLockTimeout, type Tx } from '../../platform/database/transaction.js';
import type { Actor, UserActor } from '../../platform/kernel/actor.js';
import { AppError, type ErrorCode } from '../../platform/kernel/app-error.js';
import { HOUR_MS, now } from '../../platform/kernel/clock.js';
import { newId, type BusinessId } from '../../platform/kernel/ids.js';
import { addressOf, LimitRule } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';
import { Operations, type KnownEnd } from './operations.service.js';
import { IdempotencyKeys, type IdempotentRequest } from './idempotency.service.js';

/** One attempt at a command of the table. */
export interface RecordedCommand<Answer> {
  readonly name: RecordedName;
  readonly actor: UserActor;
  readonly membership: MembershipFacts;
  /** What the caller sent, for the idempotency key. */
  readonly request: RecordedRequest<RecordedName>;
  readonly idempotencyKey?: string;
  /** What a person typed, for the erasable side of the record. */
  readonly personal?: Readonly<Record<string, string>>;
  /**
   * What stands in the way as far as can be seen without the lock. Asked first, so that nobody queues up behind a writer
   * that is known to run, and again when the lock could not be had (`isHeld`), which means that some writer holds it.
   */
  readonly look: (manager: EntityManager, operation: Operation, isHeld: boolean) => Promise<AppError | undefined>;
  /** Checks again under lock, changes, appends the event of completion and returns the answer; rerun after a deadlock. */
  readonly work: (tx: Tx, operation: Operation) => Promise<Answer>;
}

export interface Operation {
  /** Ties the events of one attempt together. */
  readonly id: string;
  /** Whether the log took the record of the asking. */
  readonly auditAvailable: boolean;
}

/** A refusal that carries the evidence on which it was made. */
export class EvidencedRefusal extends AppError {
  constructor(
    code: ErrorCode,
    detail: string,
    extra: Record<string, unknown>,
    readonly precondition: readonly PreconditionCheck[],
  ) {
    super(code, detail, extra);
  }
}

/** Attempts of people who do not belong to the business, which are recorded: from one address, and at one business. */
const OF_STRANGERS = new LimitRule('stranger-recorded', { max: 100, windowMs: HOUR_MS });
const AT_A_BUSINESS = new LimitRule('stranger-at-business', { max: 500, windowMs: HOUR_MS });

/** How long a switch waits for writers that are in flight before it says that one is still running, in seconds. */
const LOCK_WAIT_SECONDS_MAX = 5;

/**
 * Authorise → transact → work → event, for what is never allowed to happen unrecorded. Three transactions: the asking
 * (with the idempotency key), the work with its completion, and, should the work be refused or fail, the end of it,
 * recorded after the rollback (invariant 7). Each operation has one end, whatever breaks in between (`operations.service.ts`).
 */
@Injectable()
export class RecordedCommands implements RefusalRecorder {
  private readonly logger = new Logger('Commands');

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly keys: IdempotencyKeys,
    private readonly operations: Operations,
    private readonly limits: Limits,
  ) {}

  async run<Answer>(command: RecordedCommand<Answer>): Promise<Answer> {
    const begun = await this.begin(command);
    if ('answer' in begun) return begun.answer as Answer;
    const ask = begun.auditAvailable ? this.idempotent(command) : undefined;
    try {
      const known = await command.look(this.dataSource.manager, begun, false);
      if (known) throw known;
      return await inTransaction(this.dataSource, (tx) => this.workOnce(tx, command, begun, ask), {
        lockWaitSecondsMax: LOCK_WAIT_SECONDS_MAX,
        rerunOnLockTimeout: false,
      });
    } catch (error) {
      const refusal = isLockTimeout(error) ? await this.whyHeld(command, begun) : error;
      const end = await this.endOtherwise(command, begun, refusal);
      if (end === 'unknown') throw outcomeUnknown(refusal);
      if (end !== 'not done') return end.answer as Answer;
      if (ask) await this.releaseKey(ask);
      throw refusal;
    }
  }

  /** Work, answer and the operation's one end: with the commit all of them are there, or none. */
  private async workOnce<Answer>(
    tx: Tx,
    command: RecordedCommand<Answer>,
    operation: Operation,
    ask: IdempotentRequest | undefined,
  ): Promise<Answer> {
    if (operation.auditAvailable) {
      const end = await this.operations.claim(tx, operation.id);
      if (end) throw interrupted();
    }
    const answer = await command.work(tx, operation);
    if (ask) await this.keys.complete(tx, ask, answer);
    if (operation.auditAvailable) await this.operations.end(tx, operation.id, answer);
    return answer;
  }

  /** The lock could not be had in time: of what can be seen without it, that a write goes on is only the last reason. */
  private async whyHeld<A>(command: RecordedCommand<A>, operation: Operation): Promise<unknown> {
    try {
      return (await command.look(this.dataSource.manager, operation, true)) ?? stillWriting();
    } catch (error) {
      return error;
    }
  }

  records(permission: Permission): boolean {
    return commandOf(permission) !== undefined;
  }

  /**
   * The guard's refusals of the same commands: strangers, stale tokens, members who are not the original owner. Throws
   * TOO_MANY_REQUESTS, and records nothing, for a stranger who makes the log grow, since nothing of it is ever deleted.
   */
  async refused(
    actor: Actor,
    permission: Permission,
    businessId: string,
    code: ErrorCode,
    membership?: MembershipFacts,
  ): Promise<void> {
    const name = commandOf(permission);
    if (!name) return;
    if (!membership) await this.limits.spend(OF_STRANGERS.of(addressOf(actor.origin)), AT_A_BUSINESS.of(businessId));
    const event = this.event(name, 'denied', actor, businessId as BusinessId, newId(), membership);
    const check = { name: 'original-owner', held: isOriginalOwner(actor, membership), read_at: now().toISOString() };
    await this.audit
      .record({
        ...event,
        reason: code,
        authorization: { decision: 'denied', rule: ruleOf(name) },
        precondition: [check],
      })
      .catch((error: unknown) => this.logger.error(`A refusal could not be recorded: ${String(error)}`));
  }

  private async begin<A>(command: RecordedCommand<A>): Promise<{ answer: unknown } | Operation> {
    const id = newId();
    const ask = this.idempotent(command);
    const { actor, membership } = command;
    try {
      const before = await inTransaction(this.dataSource, async (tx) => {
        const kept = ask && (await this.keys.reserve(tx, ask));
        if (kept) return kept;
        await this.audit.append(tx, {
          ...this.event(command.name, 'requested', actor, membership.businessId, id, membership),
          personal: command.personal,
        });
        await this.operations.begin(tx, id, command.name, membership.businessId);
        return undefined;
      });
      return before ?? { id, auditAvailable: true };
    } catch (error) {
      // The refusals that come before "audit log unavailable" are still worth their own answer (SPEC §3.4).
      if (error instanceof AppError && error.code === 'AUDIT_UNAVAILABLE') return { id, auditAvailable: false };
      // Asked with the key of another request: an attempt too, and the record of its asking was rolled back with it.
      if (error instanceof AppError && error.code === 'IDEMPOTENCY_KEY_REUSED')
        await this.recordEnd(command, id, error);
      // It may have begun all the same, when the connection broke while its COMMIT was on its way.
      if (isConnectionLost(causeOf(error))) {
        await this.endOtherwise(command, { id, auditAvailable: true }, error);
        if (ask) await this.releaseKey(ask);
      }
      throw error;
    }
  }

  /** Apart from the record of the end, so that the key is free again even if that cannot be written. */
  private async releaseKey(ask: IdempotentRequest): Promise<void> {
    await inTransaction(this.dataSource, (tx) => this.keys.release(tx, ask)).catch((fault: unknown) =>
      this.logger.error(`An idempotency key could not be released: ${String(fault)}`),
    );
  }

  /**
   * The end of an operation whose work did not come back. The connection may have broken while COMMIT was on its way, so the
   * operation's own row is asked under its lock: it says whether the work is there, and then its answer is the answer. When
   * nobody can be asked, the operation stays without an end, and the job for those ends it later by what it finds.
   */
  private async endOtherwise<A>(
    command: RecordedCommand<A>,
    operation: Operation,
    error: unknown,
  ): Promise<KnownEnd | 'unknown'> {
    if (!operation.auditAvailable) {
      await this.recordEnd(command, operation.id, error);
      return 'not done';
    }
    try {
      return await inTransaction(this.dataSource, async (tx) => {
        const end = await this.operations.claim(tx, operation.id);
        if (end) return end;
        await this.operations.end(tx, operation.id);
        await this.audit.append(tx, this.endEvent(command, operation.id, error));
        return 'not done';
      });
    } catch (fault) {
      this.logger.error(`The end of ${command.name} is not recorded yet: ${String(fault)}`);
      // A refusal is one whatever comes of its record; only a connection that broke leaves open what the database did.
      return isConnectionLost(causeOf(error)) ? 'unknown' : 'not done';
    }
  }

  /** Of an attempt that never became an operation: the record of its asking was rolled back, or could not be written. */
  private async recordEnd<A>(command: RecordedCommand<A>, operationId: string, error: unknown): Promise<void> {
    try {
      await this.audit.record(this.endEvent(command, operationId, error));
    } catch (fault) {
      this.logger.error(`The end of ${command.name} could not be recorded: ${String(fault)}`);
    }
  }

  private endEvent<A>({ name, actor, membership, personal }: RecordedCommand<A>, operationId: string, error: unknown) {
    const code = error instanceof AppError ? error.code : 'INTERNAL';
    // A connection that broke or a disk that is full is nobody's decision.
    const end = ['INTERNAL', 'DATABASE_UNAVAILABLE', 'STORAGE_FULL'].includes(code) ? 'failed' : 'denied';
    return {
      ...this.event(name, end, actor, membership.businessId, operationId, membership),
      reason: code,
      precondition: error instanceof EvidencedRefusal ? error.precondition : undefined,
      personal,
    };
  }

  private event(
    name: RecordedName,
    end: Exclude<RecordedEnd, 'completed'>,
    actor: Actor,
    businessId: BusinessId,
    operationId: string,
    membership?: MembershipFacts,
  ): EventDraft {
    return {
      type: `${name}.${end}`,
      subjectId: businessId,
      actor,
      roles: rolesOf(actor, membership),
      originalOwner: isOriginalOwner(actor, membership),
      outcome: end === 'requested' ? 'pending' : end,
      operationId,
      details: {},
    };
  }

  private idempotent<A>(command: RecordedCommand<A>) {
    const { idempotencyKey: key, name, membership, request, actor } = command;
    return key === undefined
      ? undefined
      : { actorId: actor.id, key, request: { name, businessId: membership.businessId, request } };
  }
}

const causeOf = (error: unknown) => (error instanceof AppError ? (error.cause ?? error) : error);

function outcomeUnknown(cause: unknown): AppError {
  const said = new AppError(
    'OUTCOME_UNKNOWN',
    'The connection to the database was lost before it said whether this was done. Look at what is there before you try again; the same request with the same Idempotency-Key does it once.',
  );
  said.cause = cause;
  return said;
}

/** This process was paused for so long that the operation was taken for dead, and was ended. */
function interrupted(): AppError {
  return new AppError('DATABASE_UNAVAILABLE', 'This took too long and was given up; nothing was changed. Try again.');
}

function stillWriting(): AppError {
  return new AppError(
    'WRITE_IN_PROGRESS',
    'Something is still being written to these books. Wait until it has finished, then try again.',
    { retryAfterSeconds: LOCK_WAIT_SECONDS_MAX },
  );
}
