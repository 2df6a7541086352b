import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { BoundWrites } from '../accounting/bound-writes.service.js';
import { noteMail } from '../accounting/document-mails.service.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { emailSchema } from '../people/identity/identity.schemas.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { newId } from '../platform/kernel/ids.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { printable } from '../platform/kernel/schemas.js';
import { Mailer } from '../platform/outbox/mailer.service.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { rolesOf, type MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { decisionOf } from './decision.js';
import { DocumentFiles, type DocumentFile, type DocumentKind } from './document-files.service.js';
import { defaultMessage, documentMail } from './document-mail.js';
import { DocumentPages } from './document-pages.service.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { mailForm, type MailForm } from './page-input.js';
import { documentMailPage, type MailField } from './pages/document-mail.page.js';
import { paths } from './paths.js';
import { sendPage } from './send-page.js';

const messageSchema = printable(2_000);

/** Which document, and who sends it. */
interface Sending {
  readonly request: ActingRequest;
  readonly response: Response;
  readonly membership: MembershipFacts;
  readonly kind: DocumentKind;
  readonly id: string;
}

/** An invoice or a credit note on its way to the customer by mail. */
@Pages('b/:b')
export class DocumentMailController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly pages: DocumentPages,
    private readonly files: DocumentFiles,
    private readonly businesses: Businesses,
    private readonly bound: BoundWrites,
    private readonly mailer: Mailer,
    private readonly audit: AuditLog,
  ) {}

  @Get('invoices/:i/mail')
  @Requires('write', 'Accounting')
  invoiceForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
  ): Promise<void> {
    return this.show({ request, response, membership, kind: 'invoice', id });
  }

  @Post('invoices/:i/mail')
  @Requires('write', 'Accounting')
  sendInvoice(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
    @Body({ schema: mailForm }) form: MailForm,
  ): Promise<void> {
    return this.send({ request, response, membership, kind: 'invoice', id }, form);
  }

  @Get('credit-notes/:n/mail')
  @Requires('write', 'Accounting')
  noteForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('n', pathId('credit note')) id: string,
  ): Promise<void> {
    return this.show({ request, response, membership, kind: 'credit-note', id });
  }

  @Post('credit-notes/:n/mail')
  @Requires('write', 'Accounting')
  sendNote(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('n', pathId('credit note')) id: string,
    @Body({ schema: mailForm }) form: MailForm,
  ): Promise<void> {
    return this.send({ request, response, membership, kind: 'credit-note', id }, form);
  }

  private show(sending: Sending): Promise<void> {
    return this.orGone(sending, async (file) => this.page(sending, file, 200));
  }

  private send(sending: Sending, form: MailForm): Promise<void> {
    return this.orGone(sending, async (file) => {
      const { response, membership, kind, id } = sending;
      const to = emailSchema.safeParse(form.to?.trim() ?? '');
      const message = messageSchema.safeParse((form.message ?? '').replaceAll('\r\n', '\n'));
      const problems: MailField[] = [
        ...(to.success ? [] : ['to' as const]),
        ...(message.success ? [] : ['message' as const]),
      ];
      if (form.do !== 'send') return this.page(sending, file, 200, form);
      if (!to.success || !message.success) return this.page(sending, file, 422, form, problems);
      try {
        const isNew = await this.queue(sending, file, { ...form, to: to.data, message: message.data });
        const told = isNew ? 'sent' : 'sent-before';
        const { businessId } = membership;
        const page =
          kind === 'invoice' ? paths.invoiceTold(businessId, id, told) : paths.creditNoteTold(businessId, id, told);
        response.redirect(303, page);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'BOOK_CHANGED') throw error;
        await this.page(sending, file, 409, form, [], true);
      }
    });
  }

  /** The mail, that it was sent and the event of it: all of them or none, once for the form. */
  private async queue(
    { request, membership, kind, id }: Sending,
    file: DocumentFile,
    form: MailForm & { readonly to: string; readonly message: string },
  ): Promise<boolean> {
    const actor = request.actor as UserActor;
    const { businessId } = membership;
    const decision = decisionOf(request, businessId, form, `mail of ${id}`);
    const pdf = await file.draw();
    const { isNew } = await this.bound.once(decision, async (into) => {
      await this.mailer.queue(
        into.tx,
        documentMail(kind, file, { to: form.to, message: form.message, answersTo: actor.email, pdf }),
      );
      await noteMail(into, kind, id, { sentTo: form.to, locale: file.locale });
      await this.audit.append(into.tx, {
        type: 'document.mailed',
        subjectId: businessId,
        actor,
        roles: rolesOf(actor, membership),
        outcome: 'success',
        details: { document_id: id, document_kind: kind, book_id: into.bookId },
        personal: { sent_to: form.to },
      });
      return null;
    });
    return isNew;
  }

  private async page(
    { request, response, membership, kind, id }: Sending,
    file: DocumentFile,
    status: number,
    form: MailForm = {},
    problems: readonly MailField[] = [],
    isBookChanged = false,
  ): Promise<void> {
    const { businessId } = membership;
    const isInvoice = kind === 'invoice';
    const page = documentMailPage(await this.contexts.inBusiness(request, businessId), {
      number: file.number,
      answersTo: file.seller.email ?? (request.actor as UserActor).email,
      values: { to: form.to ?? file.customer.email ?? '', message: form.message ?? defaultMessage(kind, file) },
      problems,
      hasLink: file.payUrl !== undefined,
      action: isInvoice ? paths.invoiceMail(businessId, id) : paths.creditNoteMail(businessId, id),
      back: isInvoice ? paths.invoice(businessId, id) : paths.creditNote(businessId, id),
      bookId: await this.businesses.currentBook(businessId),
      idempotencyKey: form.idempotencyKey ?? newId(),
      isBookChanged,
    });
    sendPage(response, status, page);
  }

  private orGone(
    { response, membership, kind, id }: Sending,
    work: (file: DocumentFile) => Promise<void>,
  ): Promise<void> {
    const { businessId } = membership;
    return this.pages.orGone(response, businessId, { kind, id }, async () =>
      work(await this.files.of(kind, businessId, id)),
    );
  }
}
