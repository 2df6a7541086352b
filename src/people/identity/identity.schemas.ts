import { z } from 'zod';
import { ticketSchema } from '../../log/events/event-catalogue.js';
import { LOCALES } from '../../platform/kernel/actor.js';
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
  .strictObject({ email: printable(254), password: secretField(200).min(1, FAULTS.EMPTY) })
  .meta({
    id: 'Credentials',
    description: 'The address to sign in with, and the password.',
    examples: [{ email: 'zoe@example.test', password: 'a long enough one' }],
  });
export type SignInRequest = z.infer<typeof signInSchema>;

export const confirmationSchema = z.strictObject({ password: secretField(200).min(1, FAULTS.EMPTY) }).meta({
  id: 'SessionConfirmation',
  description: 'What shows that it is still the same person.',
  examples: [{ password: 'a long enough one' }],
});
export type Confirmation = z.infer<typeof confirmationSchema>;

export const profileChangeSchema = z
  .strictObject({ email: emailSchema, password: secretField(200).min(1, FAULTS.EMPTY) })
  .meta({
    id: 'NewAddress',
    description: 'The new address to sign in with, and the password, to be sure who asks.',
    examples: [{ email: 'zoe.lachance@example.test', password: 'a long enough one' }],
  });
export type ProfileChange = z.infer<typeof profileChangeSchema>;
