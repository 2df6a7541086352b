import { Get, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BookPages } from './book-pages.service.js';
import { Pages } from './page.decorator.js';
import { afterQuery, type AfterQuery } from './page-input.js';

/** What is worth printing or taking along before a reset (SPEC §3.2). */
@Pages('b/:b')
export class ReportPagesController {
  constructor(private readonly pages: BookPages) {}

  @Get('reports/trial-balance')
  @Requires('read', 'Accounting')
  async trialBalance(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<string> {
    return this.pages.trialBalance(await this.pages.open(request, membership), after);
  }

  @Get('reports/ledger')
  @Requires('read', 'Accounting')
  async ledger(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<string> {
    return this.pages.ledger(await this.pages.open(request, membership), after);
  }

  @Get('reports/trial-balance.csv')
  @Requires('export', 'Accounting')
  async trialBalanceCsv(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ): Promise<void> {
    await this.pages.trialBalanceCsv(request, response, await this.pages.open(request, membership));
  }

  @Get('reports/ledger.fec.txt')
  @Requires('export', 'Accounting')
  async ledgerFec(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ): Promise<void> {
    await this.pages.ledgerFec(request, response, await this.pages.open(request, membership));
  }
}
