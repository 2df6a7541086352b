import { Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ActingRequest } from '../policy/access.guard.js';
import { Public } from '../policy/requires.decorator.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import { EmailChanges } from '../people/identity/email-changes.service.js';
import type { Locale } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { pathText } from '../platform/kernel/path-parameter.js';
import { PageContexts } from './page-contexts.service.js';
import { localeOf } from '../ui/locale-of.js';
import { Pages } from './page.decorator.js';
import { confirmEmailPage, type ConfirmEmailView } from './pages/confirm-email.page.js';
import { sendPage } from './send-page.js';

/** Where the mailed link leads that confirms a new e-mail address. Looking changes nothing: programs open mailed links too. */
@Pages('confirm-email/:token')
export class ConfirmEmailController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly changes: EmailChanges,
  ) {}

  @Get()
  @Public('whoever was mailed the link sees which address it confirms')
  async show(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token', pathText('link')) token: string,
  ): Promise<void> {
    await this.orRefuse(request, response, async () => {
      const { newEmail, locale } = await this.changes.find(token);
      return [{ state: 'asked', email: newEmail }, locale];
    });
  }

  @Post()
  @Public('whoever was mailed the link may confirm the address, once')
  async confirm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Param('token', pathText('link')) token: string,
  ): Promise<void> {
    await this.orRefuse(request, response, async () => {
      const { newEmail, locale } = await this.changes.find(token);
      await this.changes.confirm(request.actor.origin, token);
      return [{ state: 'done', email: newEmail }, locale];
    });
  }

  /** The address goes to no other site: it is a key until it is used. */
  private async orRefuse(
    request: Request,
    response: Response,
    work: () => Promise<[ConfirmEmailView, Locale]>,
  ): Promise<void> {
    response.setHeader('Referrer-Policy', 'no-referrer');
    const send = (status: number, view: ConfirmEmailView, locale?: Locale) => {
      const context = { ...this.contexts.page(request), locale: localeOf(request, locale) };
      sendPage(response, status, confirmEmailPage(context, view));
    };
    try {
      send(200, ...(await work()));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code !== 'NOT_FOUND' && error.code !== 'ALREADY_EXISTS') throw error;
      send(STATUS_OF_KIND[error.kind], { state: error.code === 'NOT_FOUND' ? 'unknown' : 'taken' });
    }
  }
}
