import { Body, Controller, Delete, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Acting } from '../../policy/acting.decorator.js';
import type { ActingRequest } from '../../policy/access.guard.js';
import { Public, SignedIn } from '../../policy/requires.decorator.js';
import { Describe } from '../../platform/api/describe.decorator.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { invalid } from '../../platform/kernel/app-error.js';
import { enrolmentAnswer, passkeyChallengeAnswer, recoveryCodesAnswer } from './identity.answers.js';
import { codeSchema, type Code } from './identity.schemas.js';
import { Sessions } from './sessions.service.js';
import { UserSecondFactors } from './user-second-factors.service.js';

/** What stands beside a password, or in its place. Each of them is for a session that was opened or confirmed within the hour. */
@ApiTags('identity')
@Controller('api/v1')
export class SecondFactorController {
  constructor(
    private readonly sessions: Sessions,
    private readonly secondFactors: UserSecondFactors,
  ) {}

  @Post('me/second-factor')
  @SignedIn()
  @Describe({
    summary: 'Begin to turn on the codes of a phone',
    description: 'A new secret; it counts once a code of it is confirmed. On already: `INVALID_STATE`.',
    answers: { 201: 'The secret, shown this once.' },
    body: enrolmentAnswer,
    problems: ['REAUTHENTICATION_REQUIRED', 'INVALID_STATE'],
  })
  async begin(@Acting() actor: UserActor) {
    await this.sessions.assertFresh(actor);
    return this.secondFactors.begin(actor);
  }

  @Post('me/second-factor/confirmation')
  @SignedIn()
  @Describe({
    summary: 'Turn on the codes of a phone',
    description: 'With a code of the secret. From then on a sign-in with the password asks for one too.',
    answers: { 201: 'It is on.' },
    body: recoveryCodesAnswer,
    problems: ['REAUTHENTICATION_REQUIRED', 'INVALID_STATE', 'TOO_MANY_REQUESTS', 'AUDIT_UNAVAILABLE'],
  })
  async confirm(@Acting() actor: UserActor, @Body({ schema: codeSchema }) { code }: Code) {
    await this.sessions.assertFresh(actor);
    const recoveryCodes = await this.sessions.enrol(actor, code);
    if (!recoveryCodes) throw invalid('code', 'This code is not right.');
    return { recoveryCodes };
  }

  @Delete('me/second-factor')
  @HttpCode(204)
  @SignedIn()
  @Describe({
    summary: 'Turn off the codes of a phone',
    description: 'The recovery codes go with them.',
    answers: { 204: 'It is off.' },
    body: null,
    problems: ['REAUTHENTICATION_REQUIRED', 'AUDIT_UNAVAILABLE'],
  })
  async remove(@Acting() actor: UserActor) {
    await this.sessions.assertFresh(actor);
    await this.secondFactors.remove(actor);
  }

  @Post('passkeys/challenges')
  @Public('signing in with a passkey begins with a challenge for it')
  @Describe({
    summary: 'Ask for a challenge for a passkey',
    description: 'To be signed by a passkey of whoever has one here, once and within five minutes.',
    answers: { 201: 'What a browser hands to its device.' },
    body: passkeyChallengeAnswer,
    problems: ['TOO_MANY_REQUESTS'],
  })
  async challenge(@Req() { actor }: ActingRequest) {
    return { ...(await this.sessions.passkeyChallenge(actor.origin)) };
  }
}
