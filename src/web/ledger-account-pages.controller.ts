import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ledgerAccountSchema } from '../accounting/accounting.schemas.js';
import { ledgerAccountChangeSchema } from '../accounting/catalogue.schemas.js';
import { LedgerAccounts } from '../accounting/ledger-accounts.service.js';
import { newId } from '../platform/kernel/ids.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BookPages } from './book-pages.service.js';
import type { FormState } from './components/record-form.js';
import { PageContexts } from './page-contexts.service.js';
import { accountForm, listQuery, type AccountForm, type ListQuery } from './page-input.js';
import { Pages } from './page.decorator.js';
import { accountFields, catalogueFormPage } from './pages/catalogue.page.js';
import { opened, orFault, removeOrTell, showOrGone, staleFields, toRecord, type Visit } from './record-answers.js';
import { faultsIn, typedText } from './record-form.js';
import { RecordPages } from './record-pages.service.js';
import { sendPage } from './send-page.js';

type View = Omit<Parameters<typeof catalogueFormPage>[3], 'accounts'>;

/** Accounts of the ledger: their pages, and the form in which they are entered and renamed. */
@Pages('b/:b/accounts')
export class LedgerAccountPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly books: BookPages,
    private readonly records: RecordPages,
    private readonly accounts: LedgerAccounts,
  ) {}

  @Get('new')
  @Requires('write', 'Accounting')
  async newForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ): Promise<void> {
    const kept = this.contexts.takeKeptTyped(request, response);
    const state = opened(kept, {});
    await this.form({ request, response, membership }, { state, hidden: { id: kept?.id ?? newId() } });
  }

  @Post('new')
  @Requires('write', 'Accounting')
  async add(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: accountForm }) form: AccountForm,
  ): Promise<void> {
    const visit = { request, response, membership };
    const { id = newId(), version: _, ...values } = form;
    const read = ledgerAccountSchema.safeParse({
      number: typedText(values.number),
      name: typedText(values.name) ?? '',
    });
    const again = (faults: FormState['faults']) => this.form(visit, { state: { values, faults }, hidden: { id } }, 422);
    if (!read.success) return again(faultsIn(read.error));
    await orFault(
      async () => {
        await this.accounts.add(membership.businessId, read.data, id);
        toRecord(response, membership, 'accounts', id);
      },
      { ALREADY_EXISTS: () => again({ number: 'TAKEN' }) },
    );
  }

  @Get(':a')
  @Requires('read', 'Accounting')
  async show(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('a', pathId('ledger account')) id: string,
    @Query({ schema: listQuery }) { done }: ListQuery,
  ): Promise<void> {
    await showOrGone(response, membership, { list: 'accounts', id }, async () =>
      this.records.account(await this.books.open(request, membership), id, done),
    );
  }

  @Get(':a/edit')
  @Requires('write', 'Accounting')
  async editForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('a', pathId('ledger account')) id: string,
  ): Promise<void> {
    const { bookId } = await this.books.open(request, membership);
    const account = await this.accounts.getOfBook(bookId, id);
    const kept = this.contexts.takeKeptTyped(request, response);
    const state = opened(kept, { name: account.name });
    const hidden = { version: kept?.version ?? account.version, number: account.number };
    await this.form({ request, response, membership }, { id, state, hidden });
  }

  @Post(':a/edit')
  @Requires('write', 'Accounting')
  async change(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('a', pathId('ledger account')) id: string,
    @Body({ schema: accountForm }) form: AccountForm,
  ): Promise<void> {
    const visit = { request, response, membership };
    const { version, number, name } = form;
    const values = { number, name };
    const read = ledgerAccountChangeSchema.safeParse({ name: typedText(name) ?? '', ...(version && { version }) });
    if (!read.success) {
      const state = { values, faults: faultsIn(read.error) };
      return this.form(visit, { id, state, hidden: { version, number } }, 422);
    }
    await orFault(
      async () => {
        await this.accounts.change(membership.businessId, id, read.data);
        toRecord(response, membership, 'accounts', id);
      },
      {
        CHANGED_MEANWHILE: () => this.stale(visit, id, values),
        NOT_FOUND: () => this.form(visit, { state: { values, isGone: true }, hidden: { id: newId() } }, 409),
      },
    );
  }

  @Post(':a/removal')
  @Requires('write', 'Accounting')
  async remove(
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('a', pathId('ledger account')) id: string,
  ): Promise<void> {
    await removeOrTell(response, membership, { list: 'accounts', id }, () =>
      this.accounts.remove(membership.businessId, id),
    );
  }

  private async stale(visit: Visit, id: string, values: FormState['values']): Promise<void> {
    const { context, bookId } = await this.books.open(visit.request, visit.membership);
    const { name, number, version } = await this.accounts.getOfBook(bookId, id);
    const stale = staleFields(context, accountFields(context, false), values, { name });
    await this.form(visit, { id, state: { values, stale }, hidden: { version, number } }, 409);
  }

  private async form({ request, response, membership }: Visit, view: View, status = 200): Promise<void> {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const fields = accountFields(context, view.id === undefined);
    sendPage(response, status, catalogueFormPage(context, 'accounts', fields, { ...view, accounts: [] }));
  }
}
