import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ActingRequest } from '../policy/access.guard.js';
import { isAddressConfirmed } from '../people/identity/address-confirmations.service.js';
import { Passkeys } from '../people/identity/passkeys.service.js';
import { isSessionFresh } from '../people/identity/people.js';
import { OpenSessions } from '../people/identity/open-sessions.service.js';
import { UserSecondFactors } from '../people/identity/user-second-factors.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { PageContexts } from './page-contexts.service.js';
import { accountPage, type AccountView } from './pages/account.page.js';

/** The account's page, which several handlers show again with what they have to say. */
@Injectable()
export class AccountPages {
  constructor(
    private readonly contexts: PageContexts,
    private readonly dataSource: DataSource,
    private readonly openSessions: OpenSessions,
    private readonly secondFactors: UserSecondFactors,
    private readonly passkeys: Passkeys,
  ) {}

  async page(request: ActingRequest, more: Partial<AccountView>): Promise<string> {
    const actor = request.actor as UserActor;
    const { manager } = this.dataSource;
    return accountPage(this.contexts.page(request), {
      isConfirmed: await isAddressConfirmed(manager, actor.id),
      sessions: await this.openSessions.of(actor),
      hasSecondFactor: await this.secondFactors.isOn(actor.id),
      passkeys: await this.passkeys.list(actor.id),
      needsPassword: !(await isSessionFresh(manager, actor.sessionId)),
      ...more,
    });
  }
}
