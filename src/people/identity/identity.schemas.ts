import { z } from 'zod';
import { ticketSchema } from '../../log/events/event-catalogue.js';
import { LOCALES } from '../../platform/kernel/actor.js';
import { PASSWORD_MAX, PASSWORD_MIN } from './password-lengths.js';
import { FAULTS, oneLine, printable, secretField } from '../../platform/kernel/schemas.js';

/** Deliberately wide (any Unicode, RFC 6531): whether an address exists only a mail can tell. */
export const emailSchema = oneLine(254).regex(
  /^[^\s@]+@[^\s@]+$/,
  'must be an e-mail address such as name@example.com',
);
/** Nothing that changes what a member of staff may do is done without a reason and a ticket: who reviews the log asks for both. */
export const whyOf = <Reason extends string>(reasons: readonly Reason[]) =>
  z.strictObject({ reason: z.enum(reasons), ticket: ticketSchema });

export const localeSchema = z.enum(LOCALES);

export const signInSchema = z
  .strictObject({
    email: printable(254),
    password: secretField(200).min(1, FAULTS.EMPTY),
    code: oneLine(50).optional().describe('Of the phone, or a recovery code: asked for with SECOND_FACTOR_REQUIRED.'),
  })
  .meta({
    id: 'Credentials',
    description: 'The address to sign in with, the password, and the code where one is asked for.',
    examples: [{ email: 'zoe@example.test', password: 'a long enough one' }],
  });
export type SignInRequest = z.infer<typeof signInSchema>;

/** What a browser says of a passkey that has signed a challenge (WebAuthn, AuthenticationResponseJSON). */
export const passkeyAnswerSchema = z
  .looseObject({
    id: z.string().max(2_000),
    rawId: z.string().max(2_000),
    type: z.literal('public-key'),
    response: z.looseObject({}),
    clientExtensionResults: z.looseObject({}),
  })
  .meta({ id: 'PasskeyAnswer', description: 'AuthenticationResponseJSON of WebAuthn, as a browser makes it.' });

export const confirmationSchema = z
  .strictObject({
    password: secretField(200).min(1, FAULTS.EMPTY).optional(),
    passkey: passkeyAnswerSchema.optional(),
  })
  .refine(({ password, passkey }) => (password === undefined) !== (passkey === undefined), 'must be one of the two')
  .meta({
    id: 'SessionConfirmation',
    description: 'What shows that it is still the same person: the password, or a passkey that signed a challenge.',
    examples: [{ password: 'a long enough one' }],
  });
export type Confirmation = z.infer<typeof confirmationSchema>;

const newPassword = secretField(PASSWORD_MAX).meta({ minLength: PASSWORD_MIN.person });

export const passwordChangeSchema = z
  .strictObject({ password: secretField(200).min(1, FAULTS.EMPTY), newPassword })
  .meta({
    id: 'NewPassword',
    description: 'The present password, to be sure who asks, and the one that takes its place.',
    examples: [{ password: 'a long enough one', newPassword: 'another long enough one' }],
  });
export type PasswordChange = z.infer<typeof passwordChangeSchema>;

export const codeSchema = z.strictObject({ code: oneLine(50) }).meta({
  id: 'SecondFactorCode',
  description: 'A code of the authenticator app.',
  examples: [{ code: '123456' }],
});
export type Code = z.infer<typeof codeSchema>;

export const passwordResetSchema = z.strictObject({ email: printable(254) }).meta({
  id: 'ForgottenPassword',
  description: 'The address to sign in with.',
  examples: [{ email: 'zoe@example.test' }],
});
export type PasswordReset = z.infer<typeof passwordResetSchema>;

export const profileChangeSchema = z
  .strictObject({ email: emailSchema, password: secretField(200).min(1, FAULTS.EMPTY) })
  .meta({
    id: 'NewAddress',
    description: 'The new address to sign in with, and the password, to be sure who asks.',
    examples: [{ email: 'zoe.lachance@example.test', password: 'a long enough one' }],
  });
export type ProfileChange = z.infer<typeof profileChangeSchema>;
