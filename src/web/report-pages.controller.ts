import { Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { pathText } from '../platform/kernel/path-parameter.js';
import type { MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BookPages } from './book-pages.service.js';
import { Pages } from './page.decorator.js';
import { reportQuery, type ReportQuery } from './page-input.js';
import { ReportPages } from './report-pages.service.js';

/** The reports of the open books, and the file of the law. */
@Pages('b/:b/reports')
export class ReportPagesController {
  constructor(
    private readonly books: BookPages,
    private readonly reports: ReportPages,
  ) {}

  @Get()
  @Requires('read', 'Accounting')
  async list(@Req() request: ActingRequest, @InMembership() membership: MembershipFacts): Promise<string> {
    return this.reports.list(await this.books.open(request, membership));
  }

  @Get('ledger.fec.txt')
  @Requires('export', 'Accounting')
  async fec(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ): Promise<void> {
    await this.books.ledgerFec(request, response, await this.books.open(request, membership));
  }

  @Get(':report')
  @Requires('read', 'Accounting')
  async page(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Param('report', pathText('report')) name: string,
    @Query({ schema: reportQuery }) query: ReportQuery,
  ): Promise<string> {
    return this.reports.page(request, await this.books.open(request, membership), name, query);
  }

  @Get(':report/file')
  @Requires('export', 'Accounting')
  async file(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('report', pathText('report')) name: string,
    @Query({ schema: reportQuery }) query: ReportQuery,
  ): Promise<void> {
    await this.reports.file(request, response, await this.books.open(request, membership), { name, query });
  }
}
