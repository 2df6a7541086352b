import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { rolesOf, type MembershipFacts } from '../../policy/ability.js';
import { RECORDED_PAYMENTS } from '../../accounting/invoice-sql.js';
import { lockInvoice } from '../../accounting/invoices.service.js';
import { sentInvoice, type SentInvoice } from '../../accounting/sent-invoice.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { writeToBook, type BookWrite } from '../../books/fence.js';
import { BUSINESSES } from '../../people/businesses/business-sql.js';
import { sellerOf, type Seller } from '../../people/businesses/sellers.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { select, selectOne, write } from '../../platform/database/transaction.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BusinessId } from '../../platform/kernel/ids.js';
import { formatCents, parseCents, type Cents } from '../../platform/kernel/money.js';
import { documentOf, findLink, type FoundLink } from './found-link.js';
import { newToken, payUrl, tokenText } from './pay-tokens.js';
import type { Computed, Count } from '../../platform/database/rows.js';
import type { pay_links } from '../tables.generated.js';

/** What the public page of a link shows: the invoice as it was sent, whatever became of the books. */
export interface PayPage {
  readonly link: FoundLink;
  /** As it is called and reached today. */
  readonly seller: Seller;
  /** Absent where nothing but the amount is left of it. */
  readonly document: SentInvoice | undefined;
}

export interface OpenPayLink {
  readonly invoiceNumber: string;
  readonly customer: string;
  readonly amount: string;
  readonly url: string;
}

/** Amounts are decimal strings. */
export interface OpenPayLinks {
  readonly count: number;
  readonly amount: string;
}

interface DueInvoice {
  readonly id: Buffer;
  readonly number: string;
  readonly customer: string;
  readonly due: Cents;
}

const OPEN = `FROM pay_links l LEFT JOIN online_payments p ON p.pay_link_id = l.id
  LEFT JOIN pay_link_revocations v ON v.pay_link_id = l.id
  WHERE l.business_id = ? AND p.id IS NULL AND v.pay_link_id IS NULL`;

/** *Pay now* links. They are kept by a reset, and hold all that is needed to pay (SPEC §5). */
@Injectable()
export class PayLinks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * The address at which the customer pays what is due of an invoice: the same one until it is paid. Throws NOT_FOUND,
   * and INVALID_STATE for an invoice of which nothing is due or whose payment waits to be recorded.
   */
  issue(actor: UserActor, membership: MembershipFacts, invoiceId: string): Promise<{ url: string }> {
    if (!isId(invoiceId)) throw notFound('invoice');
    return writeToBook(this.dataSource, membership.businessId, async (into) => {
      const invoice = await lockDue(into, invoiceId);
      await assertDue(into, invoice);
      const open = await openLinkOf(into, invoice);
      return { url: this.urlOf(open ?? (await this.add(into, actor, membership, invoice))) };
    });
  }

  private async add(
    into: BookWrite,
    actor: UserActor,
    membership: MembershipFacts,
    invoice: DueInvoice,
  ): Promise<Buffer> {
    const [id, token] = [newId(), newToken()];
    await write(
      into.tx,
      `INSERT INTO pay_links (id, business_id, token, invoice_id, invoice_number, business_name, customer_name, amount,
         currency, issued_at, document)
       SELECT ?, b.id, ?, ?, ?, b.name, ?, ?, b.currency, ?, ? FROM ${BUSINESSES} b WHERE b.id = ?`,
      [
        idToBytes(id),
        token,
        invoice.id,
        invoice.number,
        invoice.customer,
        formatCents(invoice.due),
        now(),
        JSON.stringify(await sentInvoice(into.tx, into.book, invoice.id)),
        idToBytes(into.businessId),
      ],
    );
    await this.audit.append(into.tx, {
      type: 'pay-link.issued',
      subjectId: into.businessId,
      actor,
      roles: rolesOf(actor, membership),
      outcome: 'success',
      details: { pay_link_id: id, book_id: into.bookId },
    });
    return token;
  }

  /**
   * Takes the open link of an invoice back: nobody can pay through it any more, and the next that is asked for is another. Throws
   * NOT_FOUND where it has none. Also of an invoice that is in no open book: its link outlived a reset.
   */
  async revoke(actor: UserActor, membership: MembershipFacts, invoiceId: string): Promise<void> {
    if (!isId(invoiceId)) throw notFound('pay link');
    await writeToBook(this.dataSource, membership.businessId, async ({ tx, businessId, bookId }) => {
      const link = await selectOne<Pick<pay_links, 'id'>>(tx, `SELECT l.id ${OPEN} AND l.invoice_id = ? FOR UPDATE`, [
        idToBytes(businessId),
        idToBytes(invoiceId),
      ]);
      if (!link) throw notFound('pay link');
      await write(tx, 'INSERT INTO pay_link_revocations (pay_link_id, business_id, revoked_at) VALUES (?, ?, ?)', [
        link.id,
        idToBytes(businessId),
        now(),
      ]);
      await this.audit.append(tx, {
        type: 'pay-link.revoked',
        subjectId: businessId,
        actor,
        roles: rolesOf(actor, membership),
        outcome: 'success',
        details: { pay_link_id: bytesToId(link.id), book_id: bookId },
      });
    });
  }

  /** The open link of an invoice, if there is one, with what it asks for: what was due when it was issued. */
  async openLink(businessId: BusinessId, invoiceId: string): Promise<{ url: string; amount: string } | undefined> {
    if (!isId(invoiceId)) return undefined;
    const row = await selectOne<Pick<pay_links, 'token' | 'amount'>>(
      this.dataSource.manager,
      `SELECT l.token, l.amount ${OPEN} AND l.invoice_id = ?`,
      [idToBytes(businessId), idToBytes(invoiceId)],
    );
    return row && { url: this.urlOf(row.token), amount: row.amount };
  }

  private urlOf(token: Buffer): string {
    return this.url(tokenText(token));
  }

  /** The whole address of a link, by the text in it. */
  url(token: string): string {
    return payUrl(this.settings.publicUrl, token);
  }

  /** What a customer sees. Throws NOT_FOUND for a token of no link. */
  async page(text: string): Promise<PayPage> {
    const { manager } = this.dataSource;
    const link = await findLink(manager, text);
    const [seller, document] = await Promise.all([sellerOf(manager, link.businessId), documentOf(manager, link)]);
    return { link, seller, document };
  }

  /** How many links are not paid yet, and what they come to. */
  async open(businessId: BusinessId): Promise<OpenPayLinks> {
    const row = await selectOne<Computed<{ n: Count; amount: string }>>(
      this.dataSource.manager,
      `SELECT COUNT(*) AS n, COALESCE(SUM(l.amount), 0) AS amount ${OPEN}`,
      [idToBytes(businessId)],
    );
    return { count: Number(row!.n), amount: formatCents(parseCents(row!.amount)) };
  }

  /** The latest of them first, for a page that tells before a reset which invoices can still be paid after it. */
  async latestOpen(businessId: BusinessId, limit: number): Promise<OpenPayLink[]> {
    const rows = await select<Pick<pay_links, 'invoice_number' | 'customer_name' | 'amount' | 'token'>>(
      this.dataSource.manager,
      `SELECT l.invoice_number, l.customer_name, l.amount, l.token ${OPEN} ORDER BY l.id DESC LIMIT ?`,
      [idToBytes(businessId), limit],
    );
    return rows.map((row) => ({
      invoiceNumber: row.invoice_number,
      customer: row.customer_name,
      amount: row.amount,
      url: this.urlOf(row.token),
    }));
  }
}

/** Locked, so that two who ask at once are given one link. Throws NOT_FOUND for an invoice that is not in the open book. */
async function lockDue(into: BookWrite, invoiceId: string): Promise<DueInvoice> {
  const { number, customer, open } = await lockInvoice(into, invoiceId);
  return { id: idToBytes(invoiceId), number, customer, due: open };
}

async function assertDue(into: BookWrite, invoice: DueInvoice): Promise<void> {
  if (invoice.due <= 0n)
    throw new AppError('INVALID_STATE', 'Nothing is due of this invoice, so there is no link to pay it.');
  if (await hasWaitingPayment(into.tx, into, invoice.id)) {
    throw new AppError('INVALID_STATE', 'This invoice was paid online. Its payment waits under "Payments to record".');
  }
}

async function hasWaitingPayment(
  manager: EntityManager,
  { businessId, book }: BookWrite,
  invoiceId: Buffer,
): Promise<boolean> {
  const row = await selectOne(
    manager,
    `SELECT 1 FROM pay_links l JOIN online_payments p ON p.pay_link_id = l.id
     LEFT JOIN ${RECORDED_PAYMENTS} r ON r.book_id = ? AND r.payment_id = p.id
     WHERE l.business_id = ? AND l.invoice_id = ? AND r.payment_id IS NULL LIMIT 1`,
    [book, idToBytes(businessId), invoiceId],
  );
  return row !== undefined;
}

async function openLinkOf({ tx, businessId }: BookWrite, { id }: DueInvoice): Promise<Buffer | undefined> {
  const row = await selectOne<Pick<pay_links, 'token'>>(tx, `SELECT l.token ${OPEN} AND l.invoice_id = ?`, [
    idToBytes(businessId),
    id,
  ]);
  return row?.token;
}
