import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SecondFactors } from '../people/identity/second-factors.service.js';

const HELP = 'docs/operations.md, "Staff accounts", says what to do.';

/** Whether the second factors of the staff can be checked with STAFF_SECRET_KEY: a lost or changed key shows at once, not at a sign-in. */
@Injectable()
export class StaffKeyHealth implements OnApplicationBootstrap {
  constructor(private readonly secondFactors: SecondFactors) {}

  async onApplicationBootstrap(): Promise<void> {
    const { message } = await this.report();
    if (message !== undefined) new Logger('StaffKey').warn(message);
  }

  /** Never throws: a part that cannot be read is `degraded`. */
  async report(): Promise<{ status: 'up' | 'degraded'; unreadable?: number; message?: string }> {
    const unreadable = await this.secondFactors.unreadable().catch(() => undefined);
    if (unreadable === undefined)
      return { status: 'degraded', message: 'The second factors of the staff cannot be read.' };
    if (unreadable === 0) return { status: 'up' };
    const message = `STAFF_SECRET_KEY is not the key with which ${unreadable} second factor(s) were encrypted. ${HELP}`;
    return { status: 'degraded', unreadable, message };
  }
}
