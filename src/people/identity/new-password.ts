import { dictionary } from '@zxcvbn-ts/language-common';
import { PASSWORD_MAX, PASSWORD_MIN } from './password-lengths.js';

/** Why a password is not taken. */
export type PasswordFault = 'TOO_SHORT' | 'TOO_LONG' | 'COMMON' | 'OWN_ADDRESS';

/** A phrase has more of them; eight spaces and "aaaaaaaaaaaa" have one, "121212121212" has two. */
const DIFFERENT_CHARACTERS_MIN = 5;

/** The passwords that are tried first, as found in what was stolen elsewhere. */
const common = new Set(dictionary['passwords-common'].map(String));

/**
 * What is wrong with a new password, or undefined (NIST SP 800-63B §5.1.1.2: length counts, rules of composition do not;
 * what is known to attackers is refused).
 *
 * @param email of whom it is to be: an address, or what stands before its "@", is no secret
 */
export function passwordFault(
  password: string,
  whose: keyof typeof PASSWORD_MIN,
  email: string,
): PasswordFault | undefined {
  const characters = [...password];
  if (characters.length < PASSWORD_MIN[whose]) return 'TOO_SHORT';
  if (characters.length > PASSWORD_MAX) return 'TOO_LONG';
  const plain = password.trim().toLowerCase();
  const address = email.trim().toLowerCase();
  if (plain === address || plain === address.split('@')[0]) return 'OWN_ADDRESS';
  const isFewCharacters = new Set(characters).size < DIFFERENT_CHARACTERS_MIN;
  return isFewCharacters || common.has(plain) ? 'COMMON' : undefined;
}

/** The same in a sentence, after the name of the field. */
export function passwordFaultInWords(fault: PasswordFault, whose: keyof typeof PASSWORD_MIN): string {
  const sentences: Record<PasswordFault, string> = {
    TOO_SHORT: `must have at least ${PASSWORD_MIN[whose]} characters`,
    TOO_LONG: `must have at most ${PASSWORD_MAX} characters`,
    COMMON: 'is one that is tried first: choose another, a phrase of several words say',
    OWN_ADDRESS: 'must not be the e-mail address',
  };
  return sentences[fault];
}
