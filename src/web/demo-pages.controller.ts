import { Body, Inject, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { DemoWalk } from '../demo/demo-walk.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { Pages } from './page.decorator.js';
import { demoAgainForm, type DemoAgainForm } from './page-input.js';
import { paths } from './paths.js';

/** The walk through the demo. Where the program runs without its demo there is none, whatever the database holds. */
@Pages('b/:b/demo')
export class DemoPagesController {
  constructor(
    private readonly walk: DemoWalk,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post('look')
  @Requires('manage', 'Demo')
  async look(@Res() response: Response, @InMembership() membership: MembershipFacts): Promise<void> {
    this.assertDemo();
    await this.walk.look(membership);
    response.redirect(303, paths.report(membership.businessId, 'trial-balance'));
  }

  @Post('again')
  @Requires('manage', 'Demo')
  async again(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: demoAgainForm }) form: DemoAgainForm,
  ): Promise<void> {
    this.assertDemo();
    await this.walk.startAgain(request.actor as UserActor, membership, Number(form.round));
    response.redirect(303, paths.home(membership.businessId));
  }

  private assertDemo(): void {
    if (!this.settings.hasDemo) throw notFound('demo');
  }
}
