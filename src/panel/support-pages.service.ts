import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffMay } from '../policy/ability.js';
import { BankFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { SnapshotHolds, type HoldInForce } from '../books/holds.service.js';
import { findBook, findSnapshot } from '../books/snapshots.service.js';
import { wasReplaced } from '../books/switch-history.js';
import { businessHead, businessNames } from '../people/businesses/business-head.js';
import type { Locale, StaffActor, StaffRole } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { isId, type BusinessId, type StaffId } from '../platform/kernel/ids.js';
import { dateSchema, idSchema, orAbsent } from '../platform/kernel/schemas.js';
import { dateIn, TIME_ZONE } from '../platform/kernel/time-zone.js';
import { parsed } from '../platform/kernel/validation-error.js';
import { CustomerAnswers } from '../support/answers.service.js';
import { Approvals, type RequestView } from '../support/approvals.service.js';
import {
  approvalSchema,
  decisionsSchema,
  isSupportAction,
  refusalSchema,
  requestSchema,
  SUPPORT_ACTIONS,
  supportAskSchema,
  whySchema,
  type SupportAction,
  type SupportFacts,
} from '../support/support-actions.js';
import { Support } from '../support/support.service.js';
import { BusinessOpenings } from './business-opening.js';
import { localeOf, type PageCommand, type PageContent, type PageQuery } from './panel-page.js';
import type {
  AllowedAction,
  AnswersView,
  HoldRow,
  HoldsView,
  HoldView,
  RequestRow,
  RequestsView,
  SupportActionView,
} from './support-views.js';

const ACTIONS = Object.keys(SUPPORT_ACTIONS) as SupportAction[];
const holdSchema = whySchema.extend({ id: idSchema });
const placingSchema = holdSchema.extend({ reviewBy: orAbsent(dateSchema) });
const HOLDS_MAX = 200;

/** What the role may do on the page of a business. */
export function actionsAllowedTo(role: StaffRole): AllowedAction[] {
  const also = [
    ['answer', 'send', 'Notice'],
    ['note', 'write', 'Note'],
    ['hold', 'hold', 'Snapshot'],
    ['verify', 'verify', 'Snapshot'],
    ['evidence', 'export', 'AuditEvent'],
  ] as const;
  return [
    ...ACTIONS.filter((action) => mayDo(role, action)),
    ...also.filter(([, may, on]) => staffMay(role, may, on)).map(([action]) => action),
  ];
}

const mayDo = (role: StaffRole, action: SupportAction) =>
  staffMay(role, SUPPORT_ACTIONS[action].may, SUPPORT_ACTIONS[action].on);

export const holdRow = ({ id, at, by, reason, ticket, reviewBy }: HoldInForce, mayLift: boolean): HoldRow => ({
  id,
  at: at.toISOString(),
  ...(mayLift && { why: { by, reason, ticket, reviewBy } }),
});

/** The pages on which support asks and a lead decides, and on which compliance holds snapshots. */
@Injectable()
export class SupportPages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly support: Support,
    private readonly approvals: Approvals,
    private readonly answers: CustomerAnswers,
    private readonly holds: SnapshotHolds,
    private readonly feeds: BankFeeds,
    private readonly openings: BusinessOpenings,
  ) {}

  pages() {
    return {
      'support-action': {
        read: (actor, query) => this.preview(actor, query),
        commands: Object.fromEntries(ACTIONS.map((action) => [action, this.command(action)])),
      },
      answer: {
        read: (actor, { business }) => this.answersFor(actor, business),
        commands: {
          send: { may: 'send', on: 'Notice', run: (actor, given) => this.answers.send(actor, given) },
        },
      },
      requests: {
        read: (actor, query) => this.requests(actor, localeOf(query)),
        commands: {
          approve: { may: 'approve', on: 'Request', run: (actor, given) => this.approve(actor, given) },
          refuse: { may: 'approve', on: 'Request', run: (actor, given) => this.refuse(actor, given) },
          'decide-many': { may: 'approve', on: 'Request', run: (actor, given) => this.decideMany(actor, given) },
          take: { may: 'approve', on: 'Request', run: (actor, given) => this.assign(given, actor.id) },
          leave: { may: 'approve', on: 'Request', run: (_, given) => this.assign(given, null) },
          // Whoever may ask for anything that waits; that it is one's own is a fact of the request.
          withdraw: { may: 'ask', on: 'BankFeed', run: (actor, given) => this.withdraw(actor, given) },
        },
      },
      holds: { read: () => this.allHolds() },
      hold: {
        read: (actor, { snapshot }) => this.holdPage(actor, snapshot),
        commands: {
          place: { may: 'hold', on: 'Snapshot', run: (actor, given) => this.place(actor, given) },
          lift: { may: 'hold', on: 'Snapshot', run: (actor, given) => this.lift(actor, given) },
        },
      },
    } as const satisfies Record<string, PageContent>;
  }

  private command(action: SupportAction): PageCommand {
    const { may, on } = SUPPORT_ACTIONS[action];
    const run: PageCommand['run'] = async (actor, given) => {
      const { businessId, targetId, ...why } = parsed(supportAskSchema, given);
      return this.support.ask(actor, { action, businessId: businessId as BusinessId, targetId }, why);
    };
    return { may, on, run };
  }

  /** Throws FORBIDDEN where the role may not do it: a preview is for who is about to. */
  private async preview(actor: StaffActor, query: PageQuery): Promise<SupportActionView> {
    const { action, target: targetId, business: businessId } = query;
    if (!isSupportAction(action)) throw notFound('action');
    if (!mayDo(actor.role, action)) throw new AppError('FORBIDDEN', 'Your role does not allow this.');
    if (!isId(businessId) || (targetId !== undefined && !isId(targetId))) throw notFound('business');
    const target = { action, businessId: businessId as BusinessId, ...(targetId !== undefined && { targetId }) };
    const { facts, blocker } = await this.support.preview(target);
    // Recorded once there is something to show, and before it is shown.
    const business = await this.opened(actor, businessId as BusinessId, action);
    return {
      action,
      ...(targetId !== undefined && { targetId }),
      business,
      waits: SUPPORT_ACTIONS[action].may === 'ask',
      facts: this.inWords(facts, localeOf(query)),
      ...(blocker && { blocker }),
    };
  }

  /** Throws NOT_FOUND. */
  private async answersFor(actor: StaffActor, id: string | undefined): Promise<AnswersView> {
    if (!isId(id)) throw notFound('business');
    const business = await this.opened(actor, id as BusinessId, 'answer');
    return { business, ...(await this.answers.of(id as BusinessId)) };
  }

  private async requests(actor: StaffActor, locale: Locale): Promise<RequestsView> {
    const { pending, decided } = await this.approvals.list();
    const rows = (views: readonly RequestView[]) => views.map((view) => this.requestRow(view, actor, locale));
    return {
      mayDecide: staffMay(actor.role, 'approve', 'Request'),
      pending: rows(pending),
      decided: rows(decided),
    };
  }

  private requestRow(view: RequestView, actor: StaffActor, locale: Locale): RequestRow {
    const { target, business, askedBy, askedAt, expiresAt, facts, decision, ...rest } = view;
    return {
      ...rest,
      action: target.action,
      business: { id: target.businessId, name: business },
      askedBy: askedBy.email,
      isOwn: askedBy.id === actor.id,
      askedAt: askedAt.toISOString(),
      until: expiresAt.toISOString(),
      ...(facts && { facts: this.inWords(facts, locale) }),
      ...(decision && { decision: { ...decision, at: decision.at.toISOString() } }),
    };
  }

  private approve(actor: StaffActor, given: unknown) {
    const { requestId, idempotencyKey } = parsed(approvalSchema, given);
    return this.approvals.approve(actor, requestId, idempotencyKey);
  }

  private refuse(actor: StaffActor, given: unknown) {
    const { requestId, reason, idempotencyKey } = parsed(refusalSchema, given);
    return this.approvals.refuse(actor, requestId, reason, idempotencyKey);
  }

  private decideMany(actor: StaffActor, given: unknown) {
    return this.approvals.decideMany(actor, parsed(decisionsSchema, given));
  }

  private assign(given: unknown, to: StaffId | null) {
    return this.approvals.assign(parsed(requestSchema, given).requestId, to);
  }

  private withdraw(actor: StaffActor, given: unknown) {
    return this.approvals.withdraw(actor, parsed(requestSchema, given).requestId);
  }

  private async holdPage(actor: StaffActor, id: string | undefined): Promise<HoldView> {
    const manager = this.dataSource.manager;
    const book = isId(id) ? await findBook(manager, id) : undefined;
    if (!book || !isId(id)) throw notFound('snapshot');
    const { businessId, isPurging } = book;
    const snapshot = await findSnapshot(manager, businessId, id);
    const holds = await this.holds.inForceOn(id);
    if (!snapshot && !(await wasReplaced(manager, businessId, id))) throw notFound('snapshot');
    return {
      business: await this.opened(actor, businessId, 'hold'),
      snapshot: snapshot
        ? {
            id,
            state: isPurging ? 'gone' : snapshot.state,
            cause: snapshot.cause,
            sealedAt: snapshot.sealedAt.toISOString(),
            expiresAt: snapshot.expiresAt.toISOString(),
          }
        : { id, state: 'restored' },
      holds: holds.map((hold) => holdRow(hold, true)),
    };
  }

  private async allHolds(): Promise<HoldsView> {
    const found = await this.holds.everywhere(HOLDS_MAX + 1);
    const holds = found.slice(0, HOLDS_MAX);
    const names = await businessNames(
      this.dataSource.manager,
      holds.map(({ businessId }) => businessId),
    );
    const today = dateIn(TIME_ZONE);
    return {
      holds: holds.map(({ businessId, at, ...hold }) => ({
        ...hold,
        at: at.toISOString(),
        business: { id: businessId, name: names.get(businessId)!.name },
        isLate: hold.reviewBy !== null && hold.reviewBy < today,
      })),
      hasMore: found.length > holds.length,
    };
  }

  private place(actor: StaffActor, given: unknown) {
    const { id, reviewBy, ...why } = parsed(placingSchema, given);
    return this.holds.place(actor, id, { ...why, reviewBy: reviewBy ?? null });
  }

  private lift(actor: StaffActor, given: unknown) {
    const { id, ...why } = parsed(holdSchema, given);
    return this.holds.lift(actor, id, why);
  }

  /** The name of a business, once its being looked at is recorded. Throws NOT_FOUND. */
  private async opened(actor: StaffActor, id: BusinessId, part: string): Promise<{ id: string; name: string }> {
    const { name } = await businessHead(this.dataSource.manager, id);
    await this.openings.record(actor, id, part);
    return { id, name };
  }

  /** With the bank's name in the reader's language. */
  private inWords(facts: SupportFacts, locale: Locale): SupportFacts {
    if (facts.action !== 'disconnect-feed') return facts;
    const names = this.feeds.institutionNames(locale);
    return { ...facts, institution: names.get(facts.institution) ?? facts.institution };
  }
}
