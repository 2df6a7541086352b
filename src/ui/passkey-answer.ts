import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { passkeyAnswerSchema } from '../people/identity/identity.schemas.js';

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('must be JSON');
    return z.NEVER;
  }
});
const answer = json.pipe(passkeyAnswerSchema);

/** What a device has answered, as the script put it into a form; undefined where there is none. What it says is verified later. */
export function passkeyAnswer(
  given: string | undefined,
): (AuthenticationResponseJSON & RegistrationResponseJSON) | undefined {
  const read = answer.safeParse(given);
  return read.success ? (read.data as unknown as AuthenticationResponseJSON & RegistrationResponseJSON) : undefined;
}
