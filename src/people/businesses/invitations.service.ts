import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { rolesOf, type MembershipFacts } from '../../policy/ability.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction, select, selectOne, write, writeOne, type Tx } from '../../platform/database/transaction.js';
import type { Locale, MemberRole, Origin, UserActor } from '../../platform/kernel/actor.js';
import { invalid, notFound } from '../../platform/kernel/app-error.js';
import { DAY_MS, later, now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, newId, type BusinessId } from '../../platform/kernel/ids.js';
import type { Page } from '../../platform/kernel/page.js';
import { emailKey, inOneLine } from '../../platform/kernel/text.js';
import { addressOf, LimitRule } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';
import { Mailer } from '../../platform/outbox/mailer.service.js';
import type { ErasedPerson } from '../../platform/retention/erased-person.js';
import { INVITATIONS_KEPT_MS } from '../retention.js';
import { AddressConfirmations, assertAddressConfirmed } from '../identity/address-confirmations.service.js';
import { newToken, tokenHash } from '../identity/mailed-links.js';
import { passwordFault, passwordFaultInWords } from '../identity/new-password.js';
import { Sessions } from '../identity/sessions.service.js';
import { Users, viewOfUser } from '../identity/users.service.js';
import { Invitation } from './invitation.entity.js';
import { INVITATION_MAILS } from './invitation-mails.js';
import { Members, type MemberView } from './members.service.js';
import { PENDING } from './pending-invitations.js';
import type { businesses, invitations, users } from '../tables.generated.js';

const LIFETIME_MS = 7 * DAY_MS;
/** Each of them mails somebody who did not ask for it: of one person, and to one address. */
const SENT_BY = new LimitRule('invitation-sent', { max: 50, windowMs: DAY_MS });
const SENT_TO = new LimitRule('invitation-to', { max: 5, windowMs: DAY_MS });

/** An invitation that waits, as those see it who manage members. Times are ISO 8601 UTC. */
export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly role: MemberRole;
  /** The address of who invited. */
  readonly invitedBy: string;
  readonly sentAt: string;
  readonly expiresAt: string;
}

/** What happened to an address that was to become a member. */
export type AddedMember =
  | { readonly state: 'member'; readonly member: MemberView }
  | { readonly state: 'invited'; readonly invitation: InvitationView };

/** An invitation as whoever holds its link sees it. */
export interface OpenInvitation {
  readonly business: { readonly id: BusinessId; readonly name: string };
  readonly email: string;
  readonly role: MemberRole;
  readonly invitedBy: string;
  readonly locale: Locale;
  readonly expiresAt: string;
}

type PendingRow = Pick<invitations, 'id' | 'business_id' | 'email' | 'role' | 'sent_at' | 'expires_at'> &
  Pick<users, 'locale'> & { readonly invited_by_email: users['email'] };
type OpenRow = PendingRow & Pick<businesses, 'name'>;

/**
 * How somebody becomes a member: by the link of a mail, and by their own will. Whose address it is nobody is told, and whose it
 * becomes does not matter: who holds the link joins, as whoever they are signed in.
 */
@Injectable()
export class Invitations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly members: Members,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly confirmations: AddressConfirmations,
    private readonly limits: Limits,
    private readonly mailer: Mailer,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Gives a member another role, or invites the address. One that waits is replaced. Throws INVALID_STATE for the original
   * owner, ADDRESS_NOT_CONFIRMED, TOO_MANY_REQUESTS.
   */
  async add(actor: UserActor, membership: MembershipFacts, email: string, role: MemberRole): Promise<AddedMember> {
    const member = await this.members.changeRoleOf(actor, membership, email, role);
    if (member) return { state: 'member', member };
    await assertAddressConfirmed(this.dataSource.manager, actor.id);
    await this.limits.spend(SENT_BY.of(actor.id), SENT_TO.of(emailKey(email)));
    const { businessId } = membership;
    const [id, token, at] = [newId(), newToken(), now()];
    const row = { id, businessId, email: email.trim(), emailKey: emailKey(email), role, tokenHash: tokenHash(token) };
    const expiresAt = later(LIFETIME_MS);
    await inTransaction(this.dataSource, async (tx) => {
      await write(
        tx,
        `UPDATE invitations i SET i.withdrawn_at = ? WHERE i.business_id = ? AND i.email_key = ? AND ${PENDING}`,
        [at, idToBytes(businessId), emailKey(email)],
      );
      await tx.insert(Invitation, { ...row, invitedBy: actor.id, createdAt: at, sentAt: at, expiresAt });
      await this.mail(tx, actor, businessId, row.email, token);
      await this.record(tx, 'membership.invited', actor, membership, { id, role }, row.email);
    });
    const times = { sentAt: at.toISOString(), expiresAt: expiresAt.toISOString() };
    return { state: 'invited', invitation: { id, email: row.email, role, invitedBy: actor.email, ...times } };
  }

  /** Those that wait, the newest first; those that were left to expire too, as they can be sent again. */
  async pending({ businessId }: MembershipFacts): Promise<Page<InvitationView>> {
    const rows = await select<PendingRow>(
      this.dataSource.manager,
      `SELECT i.id, i.business_id, i.email, i.role, i.sent_at, i.expires_at, u.locale, u.email AS invited_by_email
       FROM invitations i JOIN users u ON u.id = i.invited_by
       WHERE i.business_id = ? AND ${PENDING} ORDER BY i.created_at DESC, i.id`,
      [idToBytes(businessId)],
    );
    return { items: rows.map(viewOf), next: null };
  }

  /** Another link, good for its time from now on. Throws NOT_FOUND, ADDRESS_NOT_CONFIRMED, TOO_MANY_REQUESTS. */
  async resend(actor: UserActor, membership: MembershipFacts, id: string): Promise<InvitationView> {
    await assertAddressConfirmed(this.dataSource.manager, actor.id);
    const before = (await this.pending(membership)).items.find((invitation) => invitation.id === id);
    if (!before) throw notFound('invitation');
    await this.limits.spend(SENT_BY.of(actor.id), SENT_TO.of(emailKey(before.email)));
    const [token, sentAt, expiresAt] = [newToken(), now(), later(LIFETIME_MS)];
    await inTransaction(this.dataSource, async (tx) => {
      const { affectedRows } = await write(
        tx,
        `UPDATE invitations i SET i.token_hash = ?, i.sent_at = ?, i.expires_at = ? WHERE i.id = ? AND ${PENDING}`,
        [tokenHash(token), sentAt, expiresAt, idToBytes(id)],
      );
      if (affectedRows !== 1) throw notFound('invitation');
      await this.mail(tx, actor, membership.businessId, before.email, token);
      await this.record(tx, 'membership.invitation-resent', actor, membership, before, before.email);
    });
    return { ...before, sentAt: sentAt.toISOString(), expiresAt: expiresAt.toISOString() };
  }

  /** Throws NOT_FOUND for one that does not wait any more. */
  async withdraw(actor: UserActor, membership: MembershipFacts, id: string): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const row = await selectOne<Pick<invitations, 'role' | 'email'>>(
        tx,
        `SELECT i.role, i.email FROM invitations i WHERE i.id = ? AND i.business_id = ? AND ${PENDING} FOR UPDATE`,
        [idToBytes(id), idToBytes(membership.businessId)],
      );
      if (!row) throw notFound('invitation');
      await writeOne(tx, 'UPDATE invitations SET withdrawn_at = ? WHERE id = ?', [now(), idToBytes(id)]);
      await this.record(tx, 'membership.invitation-withdrawn', actor, membership, { id, role: row.role }, row.email);
    });
  }

  /** To what a link invites. Throws NOT_FOUND for one that is unknown, used, withdrawn, replaced or too old. */
  async find(token: string): Promise<OpenInvitation> {
    return openOf(await openRow(this.dataSource.manager, token, ''));
  }

  /** The person who is signed in joins. Throws NOT_FOUND as `find` does, ALREADY_EXISTS for who is a member. */
  async accept(actor: UserActor, token: string): Promise<OpenInvitation> {
    return inTransaction(this.dataSource, (tx) => this.acceptIn(tx, actor, token));
  }

  /**
   * Somebody who has no account yet joins under the address that was invited, which is thereby confirmed; the token of the new
   * session. Throws NOT_FOUND, VALIDATION for a password that is not taken, ALREADY_EXISTS where the address has an account.
   */
  async acceptAsNew(origin: Origin, token: string, ask: { password: string; locale: Locale }) {
    const { email } = await this.find(token);
    const fault = passwordFault(ask.password, 'person', email);
    if (fault) throw invalid('password', `The password ${passwordFaultInWords(fault, 'person')}.`);
    const passwordHash = await this.users.hashPassword(ask.password, addressOf(origin));
    return inTransaction(this.dataSource, async (tx) => {
      const user = await this.users.add(tx, { email, passwordHash, locale: ask.locale });
      const actor: UserActor = { type: 'user', sessionId: newId(), origin, ...viewOfUser(user) };
      const { business } = await this.acceptIn(tx, actor, token);
      return { business, token: await this.sessions.start(tx, user, origin) };
    });
  }

  /** A job: those that ended or ran out a month ago; the log has their story. True when there is more to forget. */
  async forgetOld(): Promise<boolean> {
    const before = later(-INVITATIONS_KEPT_MS);
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM invitations WHERE accepted_at < ? OR withdrawn_at < ? OR expires_at < ? LIMIT 500', [
        before,
        before,
        before,
      ]),
    );
    return affectedRows === 500;
  }

  /** Those that a person accepted, and those that went to one of the addresses. */
  async erase(tx: Tx, { id, addresses }: ErasedPerson): Promise<number> {
    const { affectedRows } = await write(
      tx,
      `DELETE FROM invitations WHERE accepted_by = ?${addresses.length > 0 ? ' OR email_key IN (?)' : ''}`,
      [idToBytes(id), ...(addresses.length > 0 ? [addresses] : [])],
    );
    return affectedRows;
  }

  private async acceptIn(tx: Tx, actor: UserActor, token: string): Promise<OpenInvitation> {
    const row = await openRow(tx, token, 'FOR UPDATE');
    const id = bytesToId(row.id);
    await writeOne(tx, 'UPDATE invitations SET accepted_at = ?, accepted_by = ? WHERE id = ?', [
      now(),
      idToBytes(actor.id),
      row.id,
    ]);
    // Whoever holds the link has read what was mailed to this address; of another one it proves nothing.
    if (emailKey(row.email) === emailKey(actor.email)) await this.confirmations.confirmIn(tx, actor);
    await this.members.join(tx, actor, bytesToId<BusinessId>(row.business_id), row.role, id);
    return openOf(row);
  }

  private async mail(tx: Tx, actor: UserActor, businessId: BusinessId, to: string, token: string): Promise<void> {
    const business = await selectOne<Pick<businesses, 'name'>>(tx, 'SELECT name FROM businesses WHERE id = ?', [
      idToBytes(businessId),
    ]);
    const url = `${this.settings.publicUrl}/invitations/${token}`;
    // A line of its own in a mail of ours would be read as ours.
    await this.mailer.queue(tx, {
      to,
      locale: actor.locale,
      ...INVITATION_MAILS[actor.locale](inOneLine(business!.name), actor.email, url),
    });
  }

  private async record(
    tx: Tx,
    type: 'membership.invited' | 'membership.invitation-resent' | 'membership.invitation-withdrawn',
    actor: UserActor,
    membership: MembershipFacts,
    { id, role }: Pick<InvitationView, 'id' | 'role'>,
    email: string,
  ): Promise<void> {
    await this.audit.append(tx, {
      type,
      subjectId: membership.businessId,
      actor,
      roles: rolesOf(actor, membership),
      outcome: 'success',
      personal: { email_invited: email },
      details: { invitation_id: id, role },
    });
  }
}

async function openRow(manager: EntityManager, token: string, lock: '' | 'FOR UPDATE'): Promise<OpenRow> {
  const row = await selectOne<OpenRow>(
    manager,
    `SELECT i.id, i.business_id, i.email, i.role, i.sent_at, i.expires_at, u.locale, u.email AS invited_by_email, b.name
     FROM invitations i JOIN users u ON u.id = i.invited_by JOIN businesses b ON b.id = i.business_id
     WHERE i.token_hash = ? AND ${PENDING} AND i.expires_at > ? ${lock}`,
    [tokenHash(token), now()],
  );
  if (!row) throw notFound('invitation');
  return row;
}

const viewOf = (row: PendingRow): InvitationView => ({
  id: bytesToId(row.id),
  email: row.email,
  role: row.role,
  invitedBy: row.invited_by_email,
  sentAt: row.sent_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
});

const openOf = (row: OpenRow): OpenInvitation => ({
  business: { id: bytesToId<BusinessId>(row.business_id), name: row.name },
  email: row.email,
  role: row.role,
  invitedBy: row.invited_by_email,
  locale: row.locale,
  expiresAt: row.expires_at.toISOString(),
});
