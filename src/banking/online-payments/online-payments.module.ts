import { Global, Module } from '@nestjs/common';
import { InvoiceStates } from './invoice-states.service.js';
import './online-payment.entity.js';
import { OnlinePaymentsController } from './online-payments.controller.js';
import { OnlinePayments } from './online-payments.service.js';
import { PayLinks } from './pay-links.service.js';
import { PaymentProvider, SandboxPayments } from './payment-provider.js';
import { ProviderEventsController } from './provider-events.controller.js';
import { ReceiptMails } from './receipt-mails.service.js';
import { StripePayments } from './stripe-payments.js';
import { Checkouts } from './checkouts.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { PaymentRecordings } from './recordings.service.js';

const services = [PayLinks, OnlinePayments, PaymentRecordings, InvoiceStates, Checkouts, ReceiptMails];

/** Stripe where its keys are set; the sandbox otherwise. */
const provider = {
  provide: PaymentProvider,
  inject: [SETTINGS],
  useFactory: ({
    stripeSecretKey,
    stripeWebhookSecret,
    stripeApiUrl,
  }: Settings): PaymentProvider | Promise<PaymentProvider> =>
    stripeSecretKey === undefined || stripeWebhookSecret === undefined
      ? new SandboxPayments()
      : StripePayments.connect({
          secretKey: stripeSecretKey,
          webhookSecret: stripeWebhookSecret,
          apiUrl: stripeApiUrl,
        }),
};

@Global()
@Module({
  controllers: [OnlinePaymentsController, ProviderEventsController],
  providers: [...services, provider],
  exports: services,
})
export class OnlinePaymentsModule {}
