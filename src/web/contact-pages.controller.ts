import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { contactSchema } from '../accounting/accounting.schemas.js';
import { Contacts, type ContactView } from '../accounting/contacts.service.js';
import { newId } from '../platform/kernel/ids.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BookPages } from './book-pages.service.js';
import type { FormState } from './components/record-form.js';
import { PageContexts } from './page-contexts.service.js';
import { contactForm, listQuery, type ContactForm, type ListQuery } from './page-input.js';
import { Pages } from './page.decorator.js';
import { contactFields, contactFormPage } from './pages/contact.page.js';
import { faultsIn, typedText } from './record-form.js';
import { opened, orFault, removeOrTell, showOrGone, staleFields, toRecord, type Visit } from './record-answers.js';
import { RecordPages } from './record-pages.service.js';
import { sendPage } from './send-page.js';

type Values = FormState['values'];

/** A contact: its page, and the form in which it is entered and changed. */
@Pages('b/:b/contacts')
export class ContactPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly books: BookPages,
    private readonly records: RecordPages,
    private readonly contacts: Contacts,
  ) {}

  @Get('new')
  @Requires('write', 'Accounting')
  async newForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ): Promise<void> {
    const kept = this.contexts.takeKeptTyped(request, response);
    const state = opened(kept, { kind: 'customer' });
    await this.form({ request, response, membership }, { state, hidden: { id: kept?.id ?? newId() } });
  }

  @Post('new')
  @Requires('write', 'Accounting')
  async add(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: contactForm }) form: ContactForm,
  ): Promise<void> {
    const visit = { request, response, membership };
    const { id = newId(), ...values } = form;
    const read = contactSchema.safeParse(askOf(values));
    const again = (faults: FormState['faults']) => this.form(visit, { state: { values, faults }, hidden: { id } }, 422);
    if (!read.success) return again(faultsIn(read.error));
    await orFault(
      async () => {
        await this.contacts.add(membership.businessId, read.data, id);
        toRecord(response, membership, 'contacts', id);
      },
      { ALREADY_EXISTS: () => again({ number: 'TAKEN' }) },
    );
  }

  @Get(':c')
  @Requires('read', 'Accounting')
  async show(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('c', pathId('contact')) id: string,
    @Query({ schema: listQuery }) { done }: ListQuery,
  ): Promise<void> {
    await showOrGone(response, membership, { list: 'contacts', id }, async () =>
      this.records.contact(await this.books.open(request, membership), id, done),
    );
  }

  @Get(':c/edit')
  @Requires('write', 'Accounting')
  async editForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('c', pathId('contact')) id: string,
  ): Promise<void> {
    const contact = await this.contacts.get(membership.businessId, id);
    const kept = this.contexts.takeKeptTyped(request, response);
    const state = opened(kept, valuesOf(contact));
    const hidden = { version: kept?.version ?? contact.version };
    await this.form({ request, response, membership }, { id, state, hidden });
  }

  @Post(':c/edit')
  @Requires('write', 'Accounting')
  async change(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('c', pathId('contact')) id: string,
    @Body({ schema: contactForm }) form: ContactForm,
  ): Promise<void> {
    const visit = { request, response, membership };
    const { version, id: _, ...values } = form;
    const read = contactSchema.safeParse(askOf(values));
    const again = (faults: FormState['faults']) =>
      this.form(visit, { id, state: { values, faults }, hidden: { version } }, 422);
    if (!read.success) return again(faultsIn(read.error));
    const { name, kind, number, email = null, phone = null, address = null, locale = null } = read.data;
    await orFault(
      async () => {
        const { businessId } = membership;
        await this.contacts.change(businessId, id, {
          ...{ name, kind, email, phone, address, locale },
          ...(number !== undefined && { number }),
          ...(version && { version }),
        });
        toRecord(response, membership, 'contacts', id);
      },
      {
        ALREADY_EXISTS: () => again({ number: 'TAKEN' }),
        CHANGED_MEANWHILE: () => this.stale(visit, id, values),
        NOT_FOUND: () => this.form(visit, { state: { values, isGone: true }, hidden: { id: newId() } }, 409),
      },
    );
  }

  @Post(':c/removal')
  @Requires('write', 'Accounting')
  async remove(
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('c', pathId('contact')) id: string,
  ): Promise<void> {
    await removeOrTell(response, membership, { list: 'contacts', id }, () =>
      this.contacts.remove(membership.businessId, id),
    );
  }

  /** What somebody else made of it beside what was typed; saving again means it. */
  private async stale(visit: Visit, id: string, values: Values): Promise<void> {
    const now = await this.contacts.get(visit.membership.businessId, id);
    const context = await this.contexts.inBusiness(visit.request, visit.membership.businessId);
    const stale = staleFields(context, contactFields(context), values, valuesOf(now));
    await this.form(visit, { id, state: { values, stale }, hidden: { version: now.version } }, 409);
  }

  private async form(
    { request, response, membership }: Visit,
    view: Parameters<typeof contactFormPage>[1],
    status = 200,
  ): Promise<void> {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    sendPage(response, status, contactFormPage(context, view));
  }
}

const askOf = ({ kind, ...values }: ContactForm) => ({
  kind: kind === 'supplier' ? 'supplier' : 'customer',
  name: typedText(values.name) ?? '',
  email: typedText(values.email),
  phone: typedText(values.phone),
  address: typedText(values.address),
  number: typedText(values.number),
  locale: typedText(values.locale),
});

const valuesOf = ({ kind, name, email, phone, address, number, locale }: ContactView): Values => ({
  kind,
  name,
  email: email ?? '',
  phone: phone ?? '',
  address: address ?? '',
  number: number ?? '',
  locale: locale ?? '',
});
