/** Why somebody who came back from the provider does not get in; what the sign-in page says and, where it is known who it is, the log. */
export const SIGN_ON_REFUSALS = [
  /** The provider does not answer, or not as one should. */
  'UNAVAILABLE',
  /** Begun in another browser, or too long ago. */
  'EXPIRED',
  /** The provider said no, or the person called it off there. */
  'REFUSED_THERE',
  'NO_ROLE',
  'NO_SECOND_FACTOR',
  /** The provider tells no address, or one that it has not confirmed. */
  'NO_ADDRESS',
  /** Another account has the address: one of an operator here, or of somebody else there. */
  'ADDRESS_TAKEN',
  'DISABLED',
  /** The provider gives the last operator another role. */
  'LAST_OPERATOR',
] as const;
export type SignOnRefusal = (typeof SIGN_ON_REFUSALS)[number];

export class SignOnRefused extends Error {
  constructor(
    readonly refusal: SignOnRefusal,
    options?: ErrorOptions,
  ) {
    super(`Sign-on: ${refusal}`, options);
  }
}
