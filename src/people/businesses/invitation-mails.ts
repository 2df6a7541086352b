import type { Locale } from '../../platform/kernel/actor.js';
import { elided } from '../../platform/kernel/elision.js';

interface Words {
  readonly subject: string;
  readonly text: string;
}

/** To the invited address, in the language of whoever invites: of the other person nothing is known. */
export const INVITATION_MAILS: Record<Locale, (business: string, invitedBy: string, url: string) => Words> = {
  fr: (business, invitedBy, url) => ({
    subject: `Invitation à vous joindre à l’équipe ${elided('de', business)}`,
    text: `Bonjour,

${invitedBy} vous invite à travailler dans les livres ${elided('de', business)} avec Ardoise. Le lien est bon pendant sept jours, une
seule fois :
${url}

Vous n’attendiez pas ce message? Vous n’avez rien à faire : sans vous, rien ne se passe.
`,
  }),
  en: (business, invitedBy, url) => ({
    subject: `Invitation to join ${business}`,
    text: `Hello,

${invitedBy} invites you to work in the books of ${business} with Ardoise. The link is good for seven days, and once:
${url}

You did not expect this message? There is nothing to do: without you nothing happens.
`,
  }),
};
