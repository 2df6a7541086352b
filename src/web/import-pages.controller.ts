import { Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { may, type MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { FecImport } from '../accounting/fec-import.service.js';
import { describeFecError, FecError } from '../accounting/fec/fec-error.js';
import { problemOf, STATUS_OF_KIND } from '../http/problem.filter.js';
import type { Locale, UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { withUploadedFile } from './multipart.js';
import { importQuery, type ImportQuery } from './page-input.js';
import { paths } from './paths.js';
import { wantsJson } from './page-error.filter.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { importPage, type ImportView } from './pages/import.page.js';
import { sendPage } from './send-page.js';

@Pages('b/:b/import')
export class ImportPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly fecImport: FecImport,
  ) {}

  @Get()
  @Requires('read', 'Accounting')
  async form(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: importQuery }) { done: eventId }: ImportQuery,
  ): Promise<string> {
    const { businessId } = membership;
    const done = eventId === undefined ? undefined : await this.fecImport.done(businessId, eventId);
    const view = await this.view(request, membership);
    return importPage(await this.contexts.inBusiness(request, businessId), { ...view, done });
  }

  /**
   * Works without script, and answers the script in JSON. What was imported is shown at an address of its own, so that
   * loading it again imports nothing; a file that is refused is shown at once, and sent again it is refused again.
   */
  @Post()
  @Requires('import', 'Accounting')
  async import(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ): Promise<void> {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    try {
      const done = await withUploadedFile(request, 'file', (file) =>
        this.fecImport.run(request.actor as UserActor, membership, file),
      );
      if (wantsJson(request)) response.status(201).json(done);
      else response.redirect(303, paths.imported(membership.businessId, done.auditEventId));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const status = STATUS_OF_KIND[error.kind];
      if (!request.complete) response.setHeader('Connection', 'close');
      const problem = problemIn(error, context.locale);
      if (wantsJson(request)) response.status(status).json({ ...problemOf(error), ...problem });
      else sendPage(response, status, importPage(context, { mayImport: true, problem }));
    }
  }

  @Get('progress')
  @Requires('read', 'Accounting')
  async progress(@InMembership() { businessId }: MembershipFacts) {
    const job = await this.fecImport.progress(businessId);
    return job
      ? { running: true, linesDone: job.done, lines: job.total ?? undefined }
      : { running: false, linesDone: 0 };
  }

  private async view(request: ActingRequest, membership: MembershipFacts): Promise<ImportView> {
    const job = await this.fecImport.progress(membership.businessId);
    return {
      mayImport: may(request.actor, 'import', 'Accounting', membership),
      ...(job && {
        running: { since: job.startedAt.toISOString(), linesDone: job.done, lines: job.total ?? undefined },
      }),
    };
  }
}

/** The problem in the reader's language: which place of the file, and what is wrong there. */
function problemIn(error: AppError, locale: Locale): NonNullable<ImportView['problem']> {
  const { line, column } = error.extra as { line?: number; column?: number };
  if (!(error.cause instanceof FecError)) return { code: error.code, line, column };
  const detail = describeFecError(error.cause, locale);
  const further = error.cause.further.map((fault) => describeFecError(fault, locale));
  return { code: error.code, line, column, detail, further };
}
