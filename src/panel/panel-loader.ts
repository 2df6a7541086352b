import { AbstractLoader } from '@adminjs/nestjs';
import { Inject, Injectable } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type AdminJS from 'adminjs';
import { isHttps, SETTINGS, type Settings } from '../platform/config/settings.js';
import { SecondFactors } from '../people/identity/second-factors.service.js';
import { StaffPasskeys } from '../people/identity/staff-passkeys.service.js';
import { StaffPreferencesStore } from '../people/identity/staff-preferences.service.js';
import { StaffSessions } from '../people/identity/staff-sessions.service.js';
import { StaffAccounts } from '../people/identity/staff.service.js';
import { SignOn } from '../people/sign-on/sign-on.service.js';
import { LogExports } from '../log/transparency-log/log-exports.service.js';
import { EvidencePages } from './evidence/evidence-pages.service.js';
import { PANEL_ROOT } from './panel-paths.js';
import { ReviewFiles } from './reviews/review-files.service.js';
import { panelRouter } from './panel-router.js';
import { StaffCookie } from './panel-session.js';
import { Waiting } from './waiting.service.js';

/** Mounts the panel where it stands in the order of things: behind the headers that every answer gets. */
@Injectable()
export class PanelLoader extends AbstractLoader {
  constructor(
    private readonly sessions: StaffSessions,
    private readonly secondFactors: SecondFactors,
    private readonly accounts: StaffAccounts,
    private readonly passkeys: StaffPasskeys,
    private readonly provider: SignOn,
    private readonly preferences: StaffPreferencesStore,
    private readonly exports: LogExports,
    private readonly evidence: EvidencePages,
    private readonly reviewFiles: ReviewFiles,
    private readonly waiting: Waiting,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    super();
  }

  register(admin: AdminJS, adapter: AbstractHttpAdapter): void {
    const cookie = new StaffCookie(isHttps(this.settings));
    const { sessions, secondFactors, accounts, passkeys, provider, preferences } = this;
    const { exports, evidence, reviewFiles, waiting } = this;
    const { dataDir, signOn, ticketUrl } = this.settings;
    const people = { sessions, secondFactors, accounts, passkeys, provider, preferences, cookie };
    const parts = { ...people, exports, evidence, reviewFiles, waiting, dataDir, signOn, ticketUrl };
    adapter.use(PANEL_ROOT, panelRouter(admin, parts));
  }
}
