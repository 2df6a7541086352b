import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ActingRequest } from '../policy/access.guard.js';
import { Public } from '../policy/requires.decorator.js';
import { AddressConfirmations } from '../people/identity/address-confirmations.service.js';
import { passwordFault } from '../people/identity/new-password.js';
import { PasswordChanges } from '../people/identity/password-changes.service.js';
import type { Locale } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { pathText } from '../platform/kernel/path-parameter.js';
import { localeOf } from '../ui/locale-of.js';
import type { PageContext } from '../ui/page-context.js';
import {
  forgottenPasswordForm,
  newPasswordForm,
  type ForgottenPasswordForm,
  type NewPasswordForm,
} from './page-input.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import {
  confirmAddressPage,
  forgottenPasswordPage,
  linkGonePage,
  newPasswordPage,
  type NewPasswordView,
} from './pages/mailed-links.page.js';
import { sendPage } from './send-page.js';

/** Where mailed links lead that prove who reads an address. Looking changes nothing: programs open mailed links too. */
@Pages()
export class MailedLinkPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly confirmations: AddressConfirmations,
    private readonly passwords: PasswordChanges,
  ) {}

  @Get('confirm-address/:token')
  @Public('whoever was mailed the link sees which address it confirms')
  async showAddress(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token', pathText('link')) token: string,
  ): Promise<void> {
    await this.orGone(request, response, async () => {
      const { email, locale } = await this.confirmations.find(token);
      return [confirmAddressPage, { email, isDone: false }, locale];
    });
  }

  @Post('confirm-address/:token')
  @Public('whoever was mailed the link may confirm the address, once')
  async confirmAddress(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Param('token', pathText('link')) token: string,
  ): Promise<void> {
    await this.orGone(request, response, async () => {
      const { email, locale } = await this.confirmations.find(token);
      await this.confirmations.confirm(request.actor.origin, token);
      return [confirmAddressPage, { email, isDone: true }, locale];
    });
  }

  @Get('forgotten-password')
  @Public('whoever has forgotten the password cannot sign in')
  forgotten(@Req() request: Request): string {
    return forgottenPasswordPage(this.contexts.page(request), {});
  }

  @Post('forgotten-password')
  @Public('whoever has forgotten the password cannot sign in')
  async askForPassword(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: forgottenPasswordForm }) { email = '' }: ForgottenPasswordForm,
  ): Promise<void> {
    const send = (status: number, view: Parameters<typeof forgottenPasswordPage>[1]) =>
      sendPage(response, status, forgottenPasswordPage(this.contexts.page(request), { email, ...view }));
    if (email.trim() === '') return void send(422, { problem: 'required' });
    try {
      await this.passwords.ask(request.actor.origin, email.slice(0, 254));
      send(200, { isSent: true });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'TOO_MANY_REQUESTS') throw error;
      send(429, { problem: 'tooMany' });
    }
  }

  @Get('new-password/:token')
  @Public('whoever was mailed the link may choose the password')
  async showPassword(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token', pathText('link')) token: string,
  ): Promise<void> {
    await this.orGone(request, response, async () => {
      const { email, locale } = await this.passwords.find(token);
      return [newPasswordPage, { email }, locale];
    });
  }

  @Post('new-password/:token')
  @Public('whoever was mailed the link may choose the password, once')
  async choosePassword(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Param('token', pathText('link')) token: string,
    @Body({ schema: newPasswordForm }) { newPassword }: NewPasswordForm,
  ): Promise<void> {
    await this.orGone<NewPasswordView>(request, response, async () => {
      const { email, locale } = await this.passwords.find(token);
      const problem = newPassword ? passwordFault(newPassword, 'person', email) : 'REQUIRED';
      if (problem) return [newPasswordPage, { email, problem }, locale, 422];
      await this.passwords.reset(request.actor.origin, token, newPassword!);
      return [newPasswordPage, { email, isDone: true }, locale];
    });
  }

  /** The address goes to no other site: it is a key until it is used. */
  private async orGone<View>(
    request: Request,
    response: Response,
    work: () => Promise<[(ctx: PageContext, view: View) => string, View, Locale, number?]>,
  ): Promise<void> {
    response.setHeader('Referrer-Policy', 'no-referrer');
    const context = this.contexts.page(request);
    try {
      const [page, view, locale, status = 200] = await work();
      const inTheirs = { ...context, locale: localeOf(request, locale) };
      sendPage(response, status, page(inTheirs, view));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
      sendPage(response, 404, linkGonePage(context));
    }
  }
}
