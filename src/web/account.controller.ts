import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ActingRequest } from '../policy/access.guard.js';
import { SignedIn } from '../policy/requires.decorator.js';
import { AccountPages } from './account-pages.service.js';
import { AddressConfirmations } from '../people/identity/address-confirmations.service.js';
import { EmailChanges } from '../people/identity/email-changes.service.js';
import { emailSchema } from '../people/identity/identity.schemas.js';
import { passwordFault } from '../people/identity/new-password.js';
import { PasswordChanges } from '../people/identity/password-changes.service.js';
import { OpenSessions } from '../people/identity/open-sessions.service.js';
import { Sessions } from '../people/identity/sessions.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import {
  accountQuery,
  changeEmailForm,
  changePasswordForm,
  type AccountQuery,
  type ChangeEmailForm,
  type ChangePasswordForm,
} from './page-input.js';
import { Pages } from './page.decorator.js';
import { ACCOUNT_DONE, type AccountView } from './pages/account.page.js';
import { paths } from './paths.js';
import { sendPage } from './send-page.js';

type Problems = NonNullable<AccountView['problems']>;

/** What people do about their own account. */
@Pages('account')
export class AccountPageController {
  constructor(
    private readonly pages: AccountPages,
    private readonly openSessions: OpenSessions,
    private readonly sessions: Sessions,
    private readonly passwords: PasswordChanges,
    private readonly emails: EmailChanges,
    private readonly confirmations: AddressConfirmations,
  ) {}

  @Get()
  @SignedIn()
  show(@Req() request: ActingRequest, @Query({ schema: accountQuery }) { done }: AccountQuery): Promise<string> {
    return this.pages.page(request, { done: ACCOUNT_DONE.find((known) => known === done) });
  }

  @Post('address-confirmation')
  @SignedIn()
  async confirmAddress(@Req() request: ActingRequest, @Res() response: Response): Promise<void> {
    await this.confirmations.sendAgain(request.actor as UserActor);
    response.redirect(303, paths.accountDone('sentAgain'));
  }

  @Post('email')
  @SignedIn()
  async changeEmail(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: changeEmailForm }) form: ChangeEmailForm,
  ): Promise<void> {
    const email = emailSchema.safeParse(form.newEmail ?? '');
    const problems: Problems = {
      ...(!email.success && { newEmail: form.newEmail?.trim() ? 'INVALID' : 'REQUIRED' }),
      ...(!form.emailPassword && { emailPassword: 'REQUIRED' }),
    };
    await this.orTell(request, response, problems, 'emailPassword', form, async () => {
      await this.emails.ask(request.actor as UserActor, form.emailPassword!, email.data!);
      response.redirect(303, paths.accountDone('emailAsked'));
    });
  }

  @Post('password')
  @SignedIn()
  async changePassword(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: changePasswordForm }) form: ChangePasswordForm,
  ): Promise<void> {
    const actor = request.actor as UserActor;
    const { password, newPassword } = form;
    const fault = newPassword ? passwordFault(newPassword, 'person', actor.email) : 'REQUIRED';
    const problems: Problems = {
      ...(!password && { password: 'REQUIRED' }),
      ...(fault && { newPassword: fault }),
    };
    await this.orTell(request, response, problems, 'password', {}, async () => {
      await this.passwords.change(actor, password!, newPassword!);
      response.redirect(303, paths.accountDone('passwordChanged'));
    });
  }

  @Post('sessions/end-others')
  @SignedIn()
  async endOthers(@Req() request: ActingRequest, @Res() response: Response): Promise<void> {
    await this.openSessions.endOthers(request.actor as UserActor);
    response.redirect(303, paths.accountDone('othersEnded'));
  }

  @Post('sessions/:session/end')
  @SignedIn()
  async endSession(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Param('session', pathId('session')) sessionId: string,
  ): Promise<void> {
    await this.sessions.end(request.actor as UserActor, sessionId);
    response.redirect(303, paths.accountDone('sessionEnded'));
  }

  /** The form again with what is wrong: `field` is where a wrong password stood. */
  private async orTell(
    request: ActingRequest,
    response: Response,
    problems: Problems,
    field: keyof Problems,
    { newEmail }: Pick<AccountView, 'newEmail'>,
    work: () => Promise<void>,
  ): Promise<void> {
    const refuse = async (status: number, said: Problems) => {
      const page = await this.pages.page(request, { problems: said, newEmail });
      sendPage(response, status, page);
    };
    if (Object.keys(problems).length > 0) return refuse(422, problems);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'FORBIDDEN') return refuse(422, { [field]: error.code });
      if (error.code === 'TOO_MANY_REQUESTS') return refuse(429, { [field]: error.code });
      throw error;
    }
  }
}
