import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import QRCode from 'qrcode';
import type { ActingRequest } from '../policy/access.guard.js';
import { Public, SignedIn } from '../policy/requires.decorator.js';
import { SHOWS_A_SECRET } from '../http/compress.js';
import { Passkeys } from '../people/identity/passkeys.service.js';
import { Sessions } from '../people/identity/sessions.service.js';
import { UserSecondFactors } from '../people/identity/user-second-factors.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { inOneLine } from '../platform/kernel/text.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import { localPath } from '../ui/posted-form.js';
import { signInQuery, type SignInForm } from '../ui/sign-in-form.js';
import { AccountPages } from './account-pages.service.js';
import { codeForm, passkeyForm, proofForm, type CodeForm, type PasskeyForm, type ProofForm } from './page-input.js';
import { readKept } from './kept-form.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { passkeyAnswer } from '../ui/passkey-answer.js';
import { keptFormPage } from './pages/kept-form.page.js';
import { enrolmentPage, recoveryCodesPage, signInCodePage } from './pages/second-factor.page.js';
import { paths } from './paths.js';
import { sendPage } from './send-page.js';

/** Codes of a phone and passkeys: turned on and off on the account's page, asked for at the sign-in. */
@Pages()
export class SecondFactorPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly pages: AccountPages,
    private readonly sessions: Sessions,
    private readonly secondFactors: UserSecondFactors,
    private readonly passkeys: Passkeys,
  ) {}

  @Get('sign-in/code')
  @Public('the second half of a sign-in')
  async showCode(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Query({ schema: signInQuery }) query: SignInForm,
  ): Promise<void> {
    const next = localPath(query.next);
    if (!(await this.sessions.isHalfway(this.contexts.tokenOf(request)))) return this.startOver(response, next);
    response.type('html').send(signInCodePage(this.contexts.page(request), { next }));
  }

  @Post('sign-in/code')
  @Public('the second half of a sign-in')
  async passCode(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: codeForm }) form: CodeForm,
  ): Promise<void> {
    const next = localPath(form.next);
    const token = this.contexts.tokenOf(request);
    if (token === undefined || !(await this.sessions.isHalfway(token))) return this.startOver(response, next);
    const refuse = (status: number, problem: string) =>
      void sendPage(response, status, signInCodePage(this.contexts.page(request), { next, problem, kept: form.kept }));
    if (!form.code?.trim()) return refuse(422, 'REQUIRED');
    try {
      const passed = await this.sessions.pass(request.actor.origin, token, form.code);
      this.contexts.setSession(response, passed.token);
      const kept = readKept(form.kept);
      if (kept) return void response.type('html').send(keptFormPage(this.contexts.page(request), kept));
      response.redirect(303, next ?? paths.businesses);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'TOO_MANY_REQUESTS') return refuse(429, error.code);
      if (error.code !== 'UNAUTHENTICATED') throw error;
      refuse(401, 'WRONG_CODE');
    }
  }

  @Post('account/second-factor')
  @SignedIn()
  async turnOn(@Req() request: ActingRequest, @Res() response: Response): Promise<void> {
    await this.whenFresh(request, response, async (actor) => {
      const { secret, uri } = await this.secondFactors.begin(actor);
      const svg = await QRCode.toString(uri, { type: 'svg', margin: 2 });
      response.setHeader('Cache-Control', SHOWS_A_SECRET);
      sendPage(response, 200, enrolmentPage(this.contexts.page(request), { toScan: { secret, svg } }));
    });
  }

  @Post('account/second-factor/code')
  @SignedIn()
  async enrol(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: codeForm }) { code }: CodeForm,
  ): Promise<void> {
    await this.whenFresh(request, response, async (actor) => {
      const codes = code?.trim() ? await this.sessions.enrol(actor, code) : undefined;
      const context = this.contexts.page(request);
      const problem = code?.trim() ? 'WRONG_CODE' : 'REQUIRED';
      if (!codes) return void sendPage(response, 422, enrolmentPage(context, { problem }));
      response.setHeader('Cache-Control', SHOWS_A_SECRET);
      sendPage(response, 200, recoveryCodesPage(context, { codes }));
    });
  }

  @Post('account/second-factor/removal')
  @SignedIn()
  async turnOff(@Req() request: ActingRequest, @Res() response: Response): Promise<void> {
    await this.whenFresh(request, response, async (actor) => {
      await this.secondFactors.remove(actor);
      response.redirect(303, paths.accountDone('factorOff'));
    });
  }

  @Post('account/confirmation')
  @SignedIn()
  async confirmSession(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: proofForm }) { proof = '', passkey }: ProofForm,
  ): Promise<void> {
    const actor = request.actor as UserActor;
    const answer = passkeyAnswer(passkey);
    await this.orTell(request, response, async () => {
      await (answer ? this.sessions.confirmByPasskey(actor, answer) : this.sessions.confirm(actor, proof));
      response.redirect(303, paths.accountDone('proven'));
    });
  }

  /** For the script of the page. */
  @Post('account/passkeys/options')
  @SignedIn()
  async passkeyOptions(@Req() request: ActingRequest, @Res() response: Response): Promise<void> {
    response.status(200).json(await this.passkeys.registrationOptions(request.actor as UserActor));
  }

  @Post('account/passkeys')
  @SignedIn()
  async addPasskey(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Body({ schema: passkeyForm }) { name, passkey }: PasskeyForm,
  ): Promise<void> {
    const answer = passkeyAnswer(passkey);
    if (!answer) return response.redirect(303, paths.accountDone('passkeyNone'));
    await this.whenFresh(request, response, async (actor) => {
      const called = [...inOneLine(name ?? '')].slice(0, 100).join('');
      await this.passkeys.add(actor, called === '' ? 'Ardoise' : called, answer);
      response.redirect(303, paths.accountDone('passkeyAdded'));
    });
  }

  @Post('account/passkeys/:passkey/removal')
  @SignedIn()
  async removePasskey(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Param('passkey', pathId('passkey')) id: string,
  ): Promise<void> {
    await this.whenFresh(request, response, async (actor) => {
      await this.passkeys.remove(actor, id);
      response.redirect(303, paths.accountDone('passkeyRemoved'));
    });
  }

  /** Does it for who has just shown who they are, or says on the account's page that this is missing. */
  private whenFresh(
    request: ActingRequest,
    response: Response,
    work: (actor: UserActor) => Promise<void>,
  ): Promise<void> {
    const actor = request.actor as UserActor;
    return this.orTell(request, response, async () => {
      await this.sessions.assertFresh(actor);
      await work(actor);
    });
  }

  private async orTell(request: ActingRequest, response: Response, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (!['REAUTHENTICATION_REQUIRED', 'FORBIDDEN', 'TOO_MANY_REQUESTS'].includes(error.code)) throw error;
      const page = await this.pages.page(request, { problems: { proof: error.code } });
      sendPage(response, STATUS_OF_KIND[error.kind], page);
    }
  }

  private startOver(response: Response, next: string | undefined): void {
    response.redirect(303, next === undefined ? paths.signIn : paths.signInTo(next));
  }
}
