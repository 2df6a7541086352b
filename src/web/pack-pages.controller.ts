import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Packs } from '../packs/packs.service.js';
import { sendPack } from '../packs/send-pack.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { packForm, type PackForm } from './page-input.js';
import { paths } from './paths.js';

/** Everything as one file, for the pages that offer it: *Manage your data* and that of a snapshot. */
@Pages('b/:b/packs')
export class PackPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly businesses: Businesses,
    private readonly packs: Packs,
  ) {}

  /** Where somebody comes back to who had to sign in first. */
  @Get()
  @Requires('export', 'Accounting')
  back(@Res() response: Response, @InMembership() { businessId }: MembershipFacts): void {
    response.redirect(303, paths.pack(businessId));
  }

  @Post()
  @Requires('export', 'Accounting')
  async ask(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: packForm }) { book }: PackForm,
  ): Promise<void> {
    const { businessId } = membership;
    // The books that were shown, also where they were sealed since.
    const isOpen = book === undefined || (await this.businesses.currentBook(businessId)) === book;
    const snapshot = isOpen ? undefined : book;
    const { locale } = this.contexts.page(request);
    try {
      await this.packs.ask(request.actor as UserActor, membership, locale, snapshot);
      response.redirect(303, paths.pack(businessId, snapshot));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'REQUEST_IN_PROGRESS') throw error;
      response.redirect(303, paths.packOfOthers(businessId, snapshot));
    }
  }

  /** As the script of an import takes it. */
  @Get(':k/progress')
  @Requires('export', 'Accounting')
  async progress(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Param('k', pathId('pack')) id: string,
  ) {
    const { state, done, total } = await this.packs.get(request.actor as UserActor, membership, id);
    return { running: state === 'waiting' || state === 'making', linesDone: done, lines: total ?? undefined };
  }

  @Get(':k/file')
  @Requires('export', 'Accounting')
  async file(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('k', pathId('pack')) id: string,
  ): Promise<void> {
    await sendPack(response, await this.packs.open(request.actor as UserActor, membership, id));
  }
}
