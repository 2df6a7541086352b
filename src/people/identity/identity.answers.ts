import { z } from 'zod';
import { SAMPLE } from '../../platform/api/samples.js';
import { id, named, pageOf, time } from '../../platform/api/shapes.js';
import { LOCALES } from '../../platform/kernel/actor.js';

export const userAnswer = named(
  'User',
  z.object({
    id,
    email: z.string().describe('The address to sign in with; it may have changed since the sign-up.'),
    locale: z.enum(LOCALES),
  }),
  {
    description: 'A person, as shown to that person.',
    example: { id: SAMPLE.user, email: SAMPLE.email, locale: 'fr' },
  },
);

export const emailChangeAnswer = named(
  'EmailChange',
  userAnswer.extend({ pendingEmail: z.string().describe('The address that was mailed a link, good for a day.') }),
  {
    description: 'A person whose new address has not confirmed yet; `email` is still the old one.',
    example: { id: SAMPLE.user, email: SAMPLE.email, locale: 'fr', pendingEmail: 'new@example.com' },
  },
);

export const confirmedAnswer = named(
  'ConfirmedSession',
  z.object({ confirmedAt: time, freshUntil: time.describe('Until when a reset or restore asks for nothing more.') }),
  {
    description: 'A session of which the person has just shown who they are.',
    example: { confirmedAt: SAMPLE.time, freshUntil: SAMPLE.later },
  },
);

export const sessionsAnswer = pageOf(
  'SessionPage',
  named(
    'Session',
    z.object({
      id,
      startedAt: time,
      address: z.string().nullable().describe('From where it was opened.'),
      device: z
        .object({ browser: z.string().nullable(), system: z.string().nullable() })
        .describe('As the browser says itself; null for what it does not say.'),
      isThisOne: z.boolean().describe('Whether it is the session of the token that was sent.'),
    }),
    {
      description: 'A session that is open.',
      example: {
        id: SAMPLE.operation,
        startedAt: SAMPLE.time,
        address: '192.0.2.7',
        device: { browser: 'Firefox', system: 'Linux' },
        isThisOne: true,
      },
    },
  ),
  'All that are open, the newest first.',
);

export const passkeyChallengeAnswer = named('PasskeyChallenge', z.looseObject({ challenge: z.string() }), {
  description: 'PublicKeyCredentialRequestOptionsJSON of WebAuthn, for `navigator.credentials.get`.',
  example: { challenge: 'mJ1o1Q3n0y0m3nWJ0m0X9Q', rpId: 'localhost', userVerification: 'required' },
});

export const enrolmentAnswer = named(
  'SecondFactorEnrolment',
  z.object({ secret: z.string(), uri: z.string().describe('`otpauth://totp/…`, the content of a QR code.') }),
  {
    description: 'What an authenticator app needs; it counts once one of its codes is sent.',
    example: { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Ardoise:zoe%40example.test?secret=JBSWY3DPEHPK3PXP' },
  },
);

export const recoveryCodesAnswer = named('RecoveryCodes', z.object({ recoveryCodes: z.array(z.string()) }), {
  description: 'For the day the phone is lost, each good once; shown this once.',
  example: { recoveryCodes: ['3f9a2-c07be'] },
});

export const tokenShape = z
  .string()
  .regex(/^ard_[\w-]{43}$/)
  .describe('The bearer token of the new session, shown this once; it ends after fourteen days.');

export const signedInAnswer = named('SignedIn', z.object({ token: tokenShape, user: userAnswer }), {
  description: 'A new session.',
  example: { token: SAMPLE.token, user: { id: SAMPLE.user, email: SAMPLE.email, locale: 'fr' } },
});
