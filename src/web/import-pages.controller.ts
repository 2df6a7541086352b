import { Get, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { may, type Standing } from '../access/ability.js';
import type { ActingRequest } from '../access/access.guard.js';
import { InStanding } from '../access/acting.decorator.js';
import { Requires } from '../access/requires.decorator.js';
import { FecImport } from '../accounting/fec-import.service.js';
import { describeFecError, FecError } from '../accounting/fec/fec-error.js';
import { problemOf, STATUS_OF_KIND } from '../http/problem.filter.js';
import type { Locale, UserActor } from '../kernel/actor.js';
import { AppError } from '../kernel/app-error.js';
import { withUploadedFile } from './multipart.js';
import { wantsJson } from './page-error.filter.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { importPage, type ImportView } from './pages/import.page.js';

@Pages('b/:b/import')
export class ImportPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly fecImport: FecImport,
  ) {}

  @Get()
  @Requires('read', 'Accounting')
  async form(@Req() request: ActingRequest, @InStanding() standing: Standing): Promise<string> {
    return importPage(await this.contexts.inBusiness(request, standing.businessId), await this.view(request, standing));
  }

  /** Works without script, and answers the script in JSON. */
  @Post()
  @Requires('import', 'Accounting')
  async import(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InStanding() standing: Standing,
  ): Promise<void> {
    const context = await this.contexts.inBusiness(request, standing.businessId);
    try {
      const done = await withUploadedFile(request, 'file', (file) =>
        this.fecImport.run(request.actor as UserActor, standing, file),
      );
      if (wantsJson(request)) response.status(201).json(done);
      else response.type('html').send(importPage(context, { ...(await this.view(request, standing)), done }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const status = STATUS_OF_KIND[error.kind];
      if (!request.complete) response.setHeader('Connection', 'close');
      const problem = problemIn(error, context.locale);
      if (wantsJson(request)) response.status(status).json({ ...problemOf(error), ...problem });
      else
        response
          .status(status)
          .type('html')
          .send(importPage(context, { mayImport: true, problem }));
    }
  }

  @Get('progress')
  @Requires('read', 'Accounting')
  async progress(@InStanding() { businessId }: Standing) {
    const job = await this.fecImport.progress(businessId);
    return job
      ? { running: true, linesDone: job.done, lines: job.total ?? undefined }
      : { running: false, linesDone: 0 };
  }

  private async view(request: ActingRequest, standing: Standing): Promise<ImportView> {
    const job = await this.fecImport.progress(standing.businessId);
    return {
      mayImport: may(request.actor, 'import', 'Accounting', standing),
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
