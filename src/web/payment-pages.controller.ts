import { Get, Header, Param, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import QRCode from 'qrcode';
import type { MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { SHOWS_A_SECRET } from '../http/compress.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { InvoiceStates } from '../banking/online-payments/invoice-states.service.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { payLinkPage } from './pages/pay-link.page.js';
import { paths } from './paths.js';

/** Invoices with their pay links (SPEC §5). */
@Pages('b/:b')
export class PaymentPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly businesses: Businesses,
    private readonly invoices: InvoiceStates,
    private readonly links: PayLinks,
  ) {}

  @Get('invoices/:i/pay-link')
  @Requires('write', 'OnlinePayment')
  @Header('Cache-Control', SHOWS_A_SECRET)
  async payLink(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() { businessId }: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
  ): Promise<void> {
    const invoice = await this.invoices.find(businessId, { id });
    if (!invoice) return this.goneOrUnknown(response, businessId, id);
    const { number, customer, state } = invoice;
    const link = await this.links.openLink(businessId, id);
    const currency = await this.businesses.currencyOf(businessId);
    const page = payLinkPage(await this.contexts.inBusiness(request, businessId), {
      number,
      customer,
      invoiceId: id,
      isReceived: state === 'received',
      ...(link && {
        link: {
          url: link.url,
          amount: { amount: link.amount, currency },
          qr: await QRCode.toString(link.url, { type: 'svg', margin: 2 }),
        },
      }),
    });
    response.type('html').send(page);
  }

  /** An invoice that was there when the list was shown: the list says that the books were replaced since. */
  private async goneOrUnknown(response: Response, businessId: BusinessId, id: string): Promise<void> {
    if (!(await this.invoices.isInOtherBooks(businessId, id))) throw notFound('invoice');
    response.redirect(303, paths.recordGone(businessId, 'invoices', id));
  }

  @Post('invoices/:i/pay-link')
  @Requires('write', 'OnlinePayment')
  async issueLink(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
  ): Promise<void> {
    await this.links.issue(request.actor as UserActor, membership, id).catch((error: unknown) => {
      // Paid, or gone with other books meanwhile: the page that follows says so.
      if (!(error instanceof AppError && ['INVALID_STATE', 'NOT_FOUND'].includes(error.code))) throw error;
    });
    response.redirect(303, paths.payLink(membership.businessId, id));
  }
}
