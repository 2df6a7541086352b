import { randomInt } from 'node:crypto';
import { DAY_MS, later } from '../../platform/kernel/clock.js';
import type { Mail } from '../../platform/outbox/mailer.service.js';

const ONE_TIME_DAYS = 7;
/** Without the letters and digits that are taken for others when they are read out. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 16;

export const oneTimeExpiry = () => later(ONE_TIME_DAYS * DAY_MS);

/** `k7mq-p2xa-…`: 79 bits. */
export function oneTimePassword(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]!).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** To its owner alone: no operator ever sees it. In both languages, as nobody knows yet which one is read. */
export const oneTimePasswordMail = (to: string, password: string, signInUrl: string): Mail => ({
  to,
  locale: 'fr',
  subject: 'Votre accès au panneau Ardoise / Your access to the Ardoise panel',
  text: `Bonjour,

L’exploitation vous a donné un mot de passe à usage unique pour le panneau du personnel. Il est bon sept jours; à votre première session vous en choisirez un que personne d’autre ne connaît :

${password}

${signInUrl}

Vous n’attendiez rien? Ne l’utilisez pas, et dites-le à l’exploitation.

Hello,

Operations gave you a one-time password for the staff panel; it stands above. It is good for seven days, and at your first sign-in you choose one that nobody else knows.

You did not expect this? Do not use it, and tell operations.
`,
});
