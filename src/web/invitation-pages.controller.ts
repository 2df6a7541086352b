import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ActingRequest } from '../policy/access.guard.js';
import { Public, SignedIn } from '../policy/requires.decorator.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import { Invitations } from '../people/businesses/invitations.service.js';
import { localeSchema } from '../people/identity/identity.schemas.js';
import { passwordFault } from '../people/identity/new-password.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { pathText } from '../platform/kernel/path-parameter.js';
import { localeOf } from '../ui/locale-of.js';
import { invitedSignUpForm, type InvitedSignUpForm } from './page-input.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { invitationPage, type InvitationView } from './pages/invitation.page.js';
import { linkGonePage } from './pages/mailed-links.page.js';
import { paths } from './paths.js';
import { sendPage } from './send-page.js';

/** Where the link of an invitation leads: whoever holds it joins, signed in as anybody or under a new account. */
@Pages('invitations/:token')
export class InvitationPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly invitations: Invitations,
  ) {}

  @Get()
  @Public('whoever was mailed the link sees to what it invites')
  async show(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token', pathText('link')) token: string,
  ): Promise<void> {
    await this.orGone(request, response, () => this.send(request, response, token, 200));
  }

  @Post('acceptance')
  @SignedIn()
  async accept(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Param('token', pathText('link')) token: string,
  ): Promise<void> {
    await this.orGone(request, response, async () => {
      try {
        const { business } = await this.invitations.accept(request.actor as UserActor, token);
        response.redirect(303, paths.home(business.id));
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'ALREADY_EXISTS') throw error;
        await this.send(request, response, token, STATUS_OF_KIND[error.kind], { problem: 'MEMBER' });
      }
    });
  }

  @Post('account')
  @Public('whoever was mailed the link may join under an account of their own')
  async signUp(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Param('token', pathText('link')) token: string,
    @Body({ schema: invitedSignUpForm }) form: InvitedSignUpForm,
  ): Promise<void> {
    await this.orGone(request, response, async () => {
      const { email } = await this.invitations.find(token);
      const password = form.newPassword ?? '';
      const locale = localeSchema.safeParse(form.locale).data ?? localeOf(request);
      const fault = password === '' ? 'REQUIRED' : passwordFault(password, 'person', email);
      if (fault) return this.send(request, response, token, 422, { problem: fault, locale });
      try {
        const made = await this.invitations.acceptAsNew(request.actor.origin, token, { password, locale });
        this.contexts.setSession(response, made.token);
        response.redirect(303, paths.home(made.business.id));
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'ALREADY_EXISTS') throw error;
        await this.send(request, response, token, STATUS_OF_KIND[error.kind], { problem: 'TAKEN', locale });
      }
    });
  }

  private async send(
    request: Request,
    response: Response,
    token: string,
    status: number,
    more: Pick<InvitationView, 'problem' | 'locale'> = {},
  ): Promise<void> {
    const { business, email, role, invitedBy, locale } = await this.invitations.find(token);
    const context = this.contexts.page(request);
    const view = { token, businessName: business.name, email, role, invitedBy, ...more };
    const inTheirs = { ...context, locale: localeOf(request, locale) };
    sendPage(response, status, invitationPage(inTheirs, view));
  }

  /** The address goes to no other site: it is a key until it is used. */
  private async orGone(request: Request, response: Response, work: () => Promise<void>): Promise<void> {
    response.setHeader('Referrer-Policy', 'no-referrer');
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
      sendPage(response, 404, linkGonePage(this.contexts.page(request)));
    }
  }
}
