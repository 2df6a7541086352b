import type { z } from 'zod';
import { field, fieldsOf, orAbsent, printable, secretField } from '../platform/kernel/schemas.js';

/** Longer than anything that fits, so that the form can say so; an address with what follows it fits as well. */
export const TYPED_MAX = 2_000;
const typed = field(TYPED_MAX);

/** As long as the longest form that is taken. */
export const KEPT_FORM_MAX = 200_000;

/** JSON, as the browser says it. */
export const passkeyField = secretField(10_000);

export const signInQuery = fieldsOf({ next: typed });
/** `reason`: what was typed before the session ended, on its way back to the form where it was typed. */
export const signInForm = fieldsOf({
  email: typed,
  password: secretField(TYPED_MAX),
  /** What a device has answered, instead of the two. */
  passkey: passkeyField,
  next: typed,
  reason: orAbsent(printable(1_000)),
  /** A whole form, likewise; only its own reader judges it. */
  kept: secretField(KEPT_FORM_MAX),
});
export type SignInForm = z.output<typeof signInForm>;
