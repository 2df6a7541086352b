import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction, type Tx } from '../../platform/database/transaction.js';
import { AppError } from '../../platform/kernel/app-error.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { languageTag } from '../../platform/kernel/language-tag.js';
import { DAY_MS } from '../../platform/kernel/clock.js';
import type { Currency } from '../../platform/kernel/money.js';
import { inOneLine } from '../../platform/kernel/text.js';
import { LimitRule } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';
import { Mailer } from '../../platform/outbox/mailer.service.js';
import { sellerOf, type Seller } from '../../people/businesses/sellers.service.js';
import { documentOf, type FoundLink } from './found-link.js';
import { payUrl } from './pay-tokens.js';

/** Whoever has the address of a link may have its receipt mailed, and must not mail the world with it. */
const ASKED = new LimitRule('receipt-mails', { max: 5, windowMs: DAY_MS });

interface Receipt {
  readonly reference: string;
  readonly amount: string;
  readonly currency: Currency;
  readonly receivedAt: string;
}

/** The receipt by mail: to the customer's address where the invoice has one, or to the one that was given for it. */
@Injectable()
export class ReceiptMails {
  constructor(
    private readonly dataSource: DataSource,
    private readonly mailer: Mailer,
    private readonly limits: Limits,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Nothing where nobody's address is known. */
  async queue(
    tx: Tx,
    link: FoundLink,
    receipt: Receipt,
    wish: { readonly email?: string | undefined; readonly locale?: Locale },
  ): Promise<void> {
    const customer = (await documentOf(tx, link))?.customer;
    const to = wish.email ?? customer?.email;
    if (to === undefined || to === null) return;
    const locale = wish.locale ?? customer?.locale ?? link.locale;
    const seller = await sellerOf(tx, link.businessId);
    const url = `${payUrl(this.settings.publicUrl, link.token)}/receipt.pdf`;
    await this.mailer.queue(tx, {
      to,
      locale,
      ...(seller.email !== null && { replyTo: seller.email }),
      ...receiptMail(locale, { link, receipt, seller, url }),
    });
  }

  /** To an address that was given after the payment; false where too many were asked for. */
  async sendAgain(link: FoundLink, wish: { readonly email: string; readonly locale: Locale }): Promise<boolean> {
    try {
      await this.limits.spend(ASKED.of(link.id));
    } catch (error) {
      if (error instanceof AppError && error.code === 'TOO_MANY_REQUESTS') return false;
      throw error;
    }
    const { reference, amount, at } = link.paid!;
    const receipt = { reference, amount, currency: link.currency, receivedAt: at };
    await inTransaction(this.dataSource, (tx) => this.queue(tx, link, receipt, wish));
    return true;
  }
}

interface Filled {
  readonly link: FoundLink;
  readonly receipt: Receipt;
  readonly seller: Seller;
  readonly url: string;
}

function receiptMail(locale: Locale, { link, receipt, seller, url }: Filled) {
  const language = languageTag(locale);
  const [business, invoice] = [inOneLine(seller.name), inOneLine(link.invoiceNumber)];
  const amount = new Intl.NumberFormat(language, { style: 'currency', currency: receipt.currency }).format(
    receipt.amount as unknown as number,
  );
  const at = new Intl.DateTimeFormat(language, {
    timeZone: seller.timeZone,
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(new Date(receipt.receivedAt));
  const contact = [seller.email, seller.phone].filter((each) => each !== null).join(', ');
  return TEXTS[locale]({ business, invoice, amount, at, reference: receipt.reference, url, contact });
}

type Words = Readonly<Record<'business' | 'invoice' | 'amount' | 'at' | 'reference' | 'url' | 'contact', string>>;

const TEXTS: Record<Locale, (words: Words) => { subject: string; text: string }> = {
  fr: ({ business, invoice, amount, at, reference, url, contact }) => ({
    subject: `Reçu : ${amount} à ${business}, facture ${invoice}`,
    text: `Bonjour,

Merci! ${business} a reçu votre paiement.

Montant : ${amount}
Facture : ${invoice}
Payée le : ${at}
Référence du paiement : ${reference}

Le reçu en PDF :
${url}

${contact === '' ? `Une question? Écrivez à ${business}` : `Une question? ${business} : ${contact}`}, avec cette référence.
`,
  }),
  en: ({ business, invoice, amount, at, reference, url, contact }) => ({
    subject: `Receipt: ${amount} to ${business}, invoice ${invoice}`,
    text: `Hello,

Thank you! ${business} has received your payment.

Amount: ${amount}
Invoice: ${invoice}
Paid on: ${at}
Payment reference: ${reference}

The receipt as PDF:
${url}

${contact === '' ? `A question? Write to ${business}` : `A question? ${business}: ${contact}`}, with this reference.
`,
  }),
};
