import { Global, Module } from '@nestjs/common';
import { InvoiceStates } from './invoice-states.service.js';
import './online-payment.entity.js';
import { OnlinePaymentsController } from './online-payments.controller.js';
import { OnlinePayments } from './online-payments.service.js';
import { PayLinks } from './pay-links.service.js';
import { PaymentRecordings } from './recordings.service.js';

const services = [PayLinks, OnlinePayments, PaymentRecordings, InvoiceStates];

@Global()
@Module({ controllers: [OnlinePaymentsController], providers: services, exports: services })
export class OnlinePaymentsModule {}
