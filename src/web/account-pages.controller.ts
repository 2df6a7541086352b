import { Body, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import type { ActingRequest } from '../policy/access.guard.js';
import { Public, SignedIn } from '../policy/requires.decorator.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { localeSchema, signInSchema } from '../people/identity/identity.schemas.js';
import type { PasswordFault } from '../people/identity/new-password.js';
import { Sessions } from '../people/identity/sessions.service.js';
import { Users } from '../people/identity/users.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { DEMO_PASSWORD, DEMO_SIGN_INS } from '../demo/demo-accounts.js';
import { SignUps, signUpSchema } from '../resets/sign-ups/sign-up.service.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import { inContext, PageContexts } from './page-contexts.service.js';
import { localeOf } from '../ui/locale-of.js';
import { Pages } from './page.decorator.js';
import { passkeyAnswer } from '../ui/passkey-answer.js';
import { businessesPage } from './pages/businesses.page.js';
import { readKept } from './kept-form.js';
import { keptFormPage } from './pages/kept-form.page.js';
import { signInCodePage } from './pages/second-factor.page.js';
import { signInPage, type SignInView } from './pages/sign-in.page.js';
import { signUpPage, type SignUpView } from './pages/sign-up.page.js';
import { paths } from './paths.js';
import {
  languageForm,
  signOutForm,
  signUpForm,
  type LanguageForm,
  type SignOutForm,
  type SignUpForm,
} from './page-input.js';
import { signInForm, signInQuery, type SignInForm } from '../ui/sign-in-form.js';
import { localPath, wayBack } from '../ui/posted-form.js';
import { sendPage } from './send-page.js';

/** Pages outside any business. */
@Pages()
export class AccountPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly sessions: Sessions,
    private readonly signUps: SignUps,
    private readonly users: Users,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Public('sends everybody to where they belong')
  start(@Req() request: ActingRequest, @Res() response: Response): void {
    response.redirect(303, request.actor.type === 'user' ? paths.businesses : paths.signIn);
  }

  @Get('sign-in')
  @Public('signing in is how one stops being a stranger')
  signInForm(@Req() request: ActingRequest, @Query({ schema: signInQuery }) query: SignInForm): string {
    return signInPage(this.contexts.page(request), { next: localPath(query.next), demo: this.demo() });
  }

  @Post('sign-in')
  @Public('signing in is how one stops being a stranger')
  async signIn(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: signInForm }) form: SignInForm,
  ): Promise<void> {
    const next = localPath(form.next);
    const reason = next && form.reason ? form.reason : undefined;
    const kept = readKept(form.kept);
    const refuse = (status: number, problem: SignInView['problem']) => {
      const view = { email: form.email, problem, next, reason, kept: form.kept, demo: this.demo() };
      sendPage(response, status, signInPage(this.contexts.page(request), view));
    };
    const passkey = passkeyAnswer(form.passkey);
    const ask = signInSchema.safeParse({ email: form.email, password: form.password });
    if (!passkey && !ask.success) return refuse(422, 'REQUIRED');
    const { origin } = request.actor;
    try {
      const { token, needsCode } = passkey
        ? { ...(await this.sessions.signInByPasskey(origin, passkey)), needsCode: false }
        : await this.sessions.begin(origin, ask.data!.email, ask.data!.password);
      this.contexts.setSession(response, token);
      if (next && reason) this.contexts.keepReason(response, next, reason);
      if (kept) {
        const context = this.contexts.page(request);
        const page = needsCode ? signInCodePage(context, { next, kept: form.kept }) : keptFormPage(context, kept);
        return void sendPage(response, 200, page);
      }
      response.redirect(303, needsCode ? paths.signInCodeTo(next) : (next ?? paths.businesses));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'TOO_MANY_REQUESTS') return refuse(429, 'TOO_MANY_REQUESTS');
      if (error.code !== 'UNAUTHENTICATED') throw error;
      refuse(401, passkey ? 'BAD_PASSKEY' : 'BAD_CREDENTIALS');
    }
  }

  @Get('sign-up')
  @Public('anybody may become a customer')
  signUpForm(@Req() request: ActingRequest): string {
    return signUpPage(this.contexts.page(request), { values: { locale: localeOf(request) } });
  }

  @Post('sign-up')
  @Public('anybody may become a customer')
  async signUp(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: signUpForm }) form: SignUpForm,
  ): Promise<void> {
    const { email, password, businessName, edition, locale } = form;
    const refuse = (status: number, problems: SignUpView['problems']) => {
      const values = { email, businessName, edition, locale } as SignUpView['values'];
      sendPage(response, status, signUpPage(this.contexts.page(request), { values, problems }));
    };
    const ask = signUpSchema.safeParse({ email, password, businessName, edition, locale });
    if (!ask.success) return refuse(422, problemsOf(ask.error, form));
    try {
      const made = await this.signUps.signUp(request.actor.origin, ask.data);
      this.contexts.setSession(response, made.token);
      response.redirect(303, paths.home(made.business.id));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'ALREADY_EXISTS') throw error;
      refuse(STATUS_OF_KIND[error.kind], { email: 'TAKEN' });
    }
  }

  @Post('sign-out')
  @SignedIn()
  async signOut(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: signOutForm }) form: SignOutForm,
  ): Promise<void> {
    await this.sessions.end(request.actor as UserActor);
    this.contexts.clearSession(response);
    const next = localPath(form.next);
    response.redirect(303, next === undefined ? paths.signIn : paths.signInTo(wayBack(next)));
  }

  @Post('language')
  @Public('everybody may choose the language they read')
  async language(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: languageForm }) form: LanguageForm,
  ): Promise<void> {
    const locale = localeSchema.safeParse(form.locale);
    if (locale.success) {
      this.contexts.setLocale(response, locale.data);
      if (request.actor.type === 'user') await this.users.changeLocale(request.actor.id, locale.data);
    }
    response.redirect(303, localPath(form.back) ?? '/');
  }

  @Get('businesses')
  @SignedIn()
  async businesses(@Req() request: ActingRequest, @Res() response: Response): Promise<void> {
    const businesses = await this.contexts.ofUser(request.actor as UserActor);
    if (businesses.length === 1) return response.redirect(303, paths.home(businesses[0]!.id));
    const view = { businesses: businesses.map(inContext) };
    response.type('html').send(businessesPage(this.contexts.page(request), view));
  }

  /** Where this process runs with its demo, whose password is public anyway; whoever has signed up under which address. */
  private demo(): SignInView['demo'] {
    return this.settings.hasDemo ? { password: DEMO_PASSWORD, accounts: DEMO_SIGN_INS } : undefined;
  }
}

function problemsOf(error: z.ZodError, form: SignUpForm): SignUpView['problems'] {
  const problems: NonNullable<SignUpView['problems']> = {};
  for (const issue of error.issues) {
    const { path, code } = issue;
    const field = String(path[0]) as keyof typeof problems;
    const fault = code === 'custom' ? (issue.params?.['fault'] as PasswordFault | undefined) : undefined;
    if (!form[field]?.trim()) problems[field] ??= 'REQUIRED';
    else if (fault) problems[field] ??= fault;
    else if (code === 'too_small') problems[field] ??= 'TOO_SHORT';
    else if (code === 'too_big' || [...(form[field] ?? '')].length > 200) problems[field] ??= 'TOO_LONG';
    else problems[field] ??= 'INVALID';
  }
  return problems;
}
