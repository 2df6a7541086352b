import type { Locale } from '../../platform/kernel/actor.js';

interface Words {
  readonly subject: string;
  readonly text: string;
}

/** What an account is told by mail, always at the address to sign in with. */
interface AccountMails {
  confirmAddress(url: string): Words;
  newPassword(url: string): Words;
  /** `byMail`: by the link of the mail above, not by somebody who knew the password before. */
  passwordChanged(byMail: boolean): Words;
}

export const ACCOUNT_MAILS: Record<Locale, AccountMails> = {
  fr: {
    confirmAddress: (url) => ({
      subject: 'Confirmez votre adresse courriel',
      text: `Bonjour,

Un compte Ardoise a été créé avec cette adresse. Confirmez qu’elle est bien la vôtre; le lien est bon pendant sept jours :
${url}

Vous n’avez rien demandé? Vous n’avez rien à faire : quelqu’un s’est trompé d’adresse.
`,
    }),
    newPassword: (url) => ({
      subject: 'Choisir un nouveau mot de passe',
      text: `Bonjour,

Quelqu’un a demandé un nouveau mot de passe pour votre compte Ardoise. Choisissez-le ici; le lien est bon pendant une heure,
une seule fois :
${url}

Ce n’était pas vous? Vous n’avez rien à faire : votre mot de passe reste le même.
`,
    }),
    passwordChanged: (byMail) => ({
      subject: 'Votre mot de passe a changé',
      text: `Bonjour,

Le mot de passe de votre compte Ardoise vient d’être changé${byMail ? ', par un lien envoyé à cette adresse' : ''}. Les sessions ouvertes
ailleurs ont été fermées.

Ce n’était pas vous? Choisissez-en un autre par « Mot de passe oublié », puis écrivez sans attendre à notre équipe de soutien.
`,
    }),
  },
  en: {
    confirmAddress: (url) => ({
      subject: 'Confirm your e-mail address',
      text: `Hello,

An Ardoise account was made with this address. Confirm that it is yours; the link is good for seven days:
${url}

You did not ask for this? There is nothing to do: somebody mistook the address.
`,
    }),
    newPassword: (url) => ({
      subject: 'Choose a new password',
      text: `Hello,

Somebody asked for a new password for your Ardoise account. Choose it here; the link is good for an hour, and once:
${url}

It was not you? There is nothing to do: your password stays the same.
`,
    }),
    passwordChanged: (byMail) => ({
      subject: 'Your password has changed',
      text: `Hello,

The password of your Ardoise account was changed just now${byMail ? ', by a link mailed to this address' : ''}. Sessions that were open
elsewhere have ended.

It was not you? Choose another by "Forgotten password", then write to our support team without delay.
`,
    }),
  },
};
