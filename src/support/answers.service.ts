import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { blocksSwitch } from '../banking/bank-feeds/bank-feed-states.js';
import { BankFeeds, readFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { enterFence } from '../books/fence.js';
import { findSnapshot } from '../books/snapshots.service.js';
import { latestSwitch } from '../books/switch-history.js';
import { IdempotencyKeys } from '../log/commands/idempotency.service.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { ticketSchema } from '../log/events/event-catalogue.js';
import { originalOwnerOf, type Receiver } from '../people/businesses/receivers.js';
import { SignInLimits } from '../people/identity/sign-in-limits.service.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import type { BusinessId, EventId } from '../platform/kernel/ids.js';
import { languageTag } from '../platform/kernel/language-tag.js';
import { idempotencyKeySchema, idSchema, printable } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import { Mailer } from '../platform/outbox/mailer.service.js';
import { manageYourDataUrl } from '../resets/switch-notices.service.js';
import { ANSWER_KINDS, answerText, type AnswerFacts, type AnswerKind, type AnswerText } from './answer-texts.js';
import { Approvals } from './approvals.service.js';
import type { MailReceiver } from './support-actions.js';

const TEXT_MAX = 4_000;

const answerSchema = z.strictObject({
  businessId: idSchema,
  kind: z.enum(ANSWER_KINDS),
  /** As it is to be sent: whoever answers may have changed the words. */
  text: printable(TEXT_MAX),
  ticket: z.string().trim().pipe(ticketSchema),
  idempotencyKey: idempotencyKeySchema,
});

export interface Answer extends AnswerText {
  readonly kind: AnswerKind;
}

/** What can be told, what is so at the moment first. */
export interface Answers {
  readonly to: MailReceiver;
  readonly answers: readonly Answer[];
}

/** Texts that answer the original owner of a business, with the facts of the moment in their own language. */
@Injectable()
export class CustomerAnswers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly keys: IdempotencyKeys,
    private readonly mailer: Mailer,
    private readonly feeds: BankFeeds,
    private readonly limits: SignInLimits,
    private readonly approvals: Approvals,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Throws NOT_FOUND for a business that does not exist. */
  async of(businessId: BusinessId): Promise<Answers> {
    const manager = this.dataSource.manager;
    const owner = await originalOwnerOf(manager, businessId);
    const { facts, kinds } = await this.read(manager, businessId, owner);
    const { email, locale } = owner;
    return {
      to: { email, locale },
      answers: kinds.map((kind) => ({ kind, ...answerText(kind, locale, facts) })),
    };
  }

  /** Mails it, with its event; what was written is kept beside that. Throws VALIDATION, NOT_FOUND, IDEMPOTENCY_KEY_REUSED. */
  async send(actor: StaffActor, given: unknown): Promise<{ auditEventId: EventId }> {
    const { idempotencyKey, ...ask } = parsed(answerSchema, given);
    const businessId = ask.businessId as BusinessId;
    const request = { name: 'support.answer', ...ask };
    return this.keys.once(this.dataSource, { actorId: actor.id, key: idempotencyKey, request }, async (tx) => {
      await enterFence(tx, businessId);
      const owner = await originalOwnerOf(tx, businessId);
      const { facts } = await this.read(tx, businessId, owner);
      const { subject } = answerText(ask.kind, owner.locale, facts);
      await this.mailer.queue(tx, { to: owner.email, locale: owner.locale, subject, text: `${ask.text}\n` });
      const { id } = await this.audit.append(tx, {
        type: 'support.answer-sent',
        subjectId: businessId,
        actor,
        roles: [actor.role],
        outcome: 'success',
        ticket: ask.ticket,
        authorization: { decision: 'allowed', rule: `${actor.role} may send Notice` },
        details: { situation: ask.kind },
        personal: { answer: ask.text },
      });
      return { auditEventId: id };
    });
  }

  private async read(
    manager: EntityManager,
    businessId: BusinessId,
    owner: Receiver,
  ): Promise<{ facts: AnswerFacts; kinds: AnswerKind[] }> {
    const last = await latestSwitch(manager, businessId);
    const snapshot = last && (await findSnapshot(manager, businessId, last.from.id));
    const names = this.feeds.institutionNames(owner.locale);
    const blocking = (await readFeeds(manager, businessId)).filter(({ state }) => blocksSwitch(state));
    const pending = new Set((await this.approvals.pendingOf(businessId)).map(({ targetId }) => targetId));
    const [failures] = await this.limits.failuresOf(manager, [owner.email]);
    const named = ({ institution, account }: (typeof blocking)[number]) =>
      `${names.get(institution) ?? institution} · ${account}`;
    const day = dayIn(owner);
    const facts = {
      business: owner.business,
      url: manageYourDataUrl(this.settings.publicUrl, businessId),
      ...(last && { at: day(last.at) }),
      ...(snapshot && { until: day(snapshot.expiresAt) }),
      banks: blocking.map(named),
      asked: blocking.filter(({ id }) => pending.has(id)).map(named),
    };
    const isKept = snapshot?.state === 'kept';
    return {
      facts,
      kinds: kindsOf({ isLocked: failures!.isLocked, isKept, hasSwitched: !!last, isFed: blocking.length > 0 }),
    };
  }
}

interface Standing {
  readonly isLocked: boolean;
  readonly hasSwitched: boolean;
  readonly isKept: boolean;
  readonly isFed: boolean;
}

/** Whoever calls after a reset wants back; who has nothing to go back to wants to reset. */
function kindsOf({ isLocked, hasSwitched, isKept, isFed }: Standing): AnswerKind[] {
  const back: AnswerKind[] = hasSwitched
    ? [isKept ? (isFed ? 'restore-blocked' : 'restore-possible') : 'snapshot-gone']
    : [];
  return [...(isLocked ? (['locked-out'] as const) : []), ...back, isFed ? 'reset-blocked' : 'reset-possible'];
}

/** With its time, in the time zone of the business, which the text names. */
function dayIn({ locale, timeZone }: Receiver): (at: Date) => string {
  const format = new Intl.DateTimeFormat(languageTag(locale), {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
  // French says « 1er mai », which Intl does not know.
  return (at) => (locale === 'fr' ? format.format(at).replace(/^1(?=\s)/, '1er') : format.format(at));
}
