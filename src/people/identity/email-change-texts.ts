import type { Locale } from '../../platform/kernel/actor.js';

interface Words {
  readonly subject: string;
  readonly text: string;
}

interface EmailChangeTexts {
  /** To the new address. */
  confirm(url: string): Words;
  /** To the new address, where somebody signs in with it already. */
  taken(): Words;
  /** To the old address, at once. */
  asked(): Words;
  /** To the old address, when it is done. */
  changed(): Words;
}

export const EMAIL_CHANGE_TEXTS: Record<Locale, EmailChangeTexts> = {
  fr: {
    confirm: (url) => ({
      subject: 'Confirmez votre nouvelle adresse courriel',
      text: `Bonjour,

Cette adresse a été choisie pour ouvrir une session Ardoise. Elle ne comptera qu’une fois confirmée ici, dans les 24 heures :
${url}

Vous n’avez rien demandé? Vous n’avez rien à faire : sans votre confirmation, rien ne change.
`,
    }),
    taken: () => ({
      subject: 'Quelqu’un a voulu employer votre adresse',
      text: `Bonjour,

Quelqu’un a demandé à ouvrir ses sessions Ardoise avec cette adresse. Vous l’employez déjà : rien n’a changé.

Si c’était vous, cette adresse a déjà un compte : ouvrez une session avec elle.
`,
    }),
    asked: () => ({
      subject: 'Changement d’adresse courriel demandé',
      text: `Bonjour,

Quelqu’un qui connaît votre mot de passe a demandé à ouvrir vos sessions Ardoise avec une autre adresse. Rien ne change tant
que cette autre adresse n’a pas confirmé.

Ce n’était pas vous? Écrivez sans attendre à notre équipe de soutien.
`,
    }),
    changed: () => ({
      subject: 'Votre adresse courriel a changé',
      text: `Bonjour,

Vos sessions Ardoise s’ouvrent désormais avec une autre adresse que celle-ci; vos autres sessions ont été fermées.
Pendant un mois, cette adresse reçoit encore les avis de réinitialisation et de récupération.

Ce n’était pas vous? Écrivez sans attendre à notre équipe de soutien.
`,
    }),
  },
  en: {
    confirm: (url) => ({
      subject: 'Confirm your new e-mail address',
      text: `Hello,

This address was chosen to sign in to Ardoise. It counts only once it is confirmed here, within 24 hours:
${url}

You did not ask for this? There is nothing to do: without your confirmation nothing changes.
`,
    }),
    taken: () => ({
      subject: 'Somebody wanted to use your address',
      text: `Hello,

Somebody asked to sign in to Ardoise with this address. You use it already: nothing has changed.

If it was you, this address has an account already: sign in with it.
`,
    }),
    asked: () => ({
      subject: 'A change of your e-mail address was asked for',
      text: `Hello,

Somebody who knows your password asked to sign in to Ardoise with another address. Nothing changes until that address has
confirmed it.

It was not you? Write to our support team without delay.
`,
    }),
    changed: () => ({
      subject: 'Your e-mail address has changed',
      text: `Hello,

You sign in to Ardoise with another address than this one from now on; your other sessions have ended.
For a month this address still gets the notices of resets and recoveries.

It was not you? Write to our support team without delay.
`,
    }),
  },
};
