import type { SupportAction } from './support-actions.js';
import type { RequestState } from './support-request.entity.js';

/** What became of a request, for whoever asked. Staff have no language on record, so it is said in both. */
export interface RequestNews {
  readonly state: Exclude<RequestState, 'pending' | 'withdrawn'>;
  readonly action: SupportAction;
  readonly business: string;
  readonly ticket: string;
  /** Who decided; absent where time did. */
  readonly by?: string;
  readonly reason?: string;
  /** Of the business in the panel. */
  readonly url: string;
}

const ACTIONS: Readonly<Record<SupportAction, { fr: string; en: string }>> = {
  'disconnect-feed': { fr: 'Déconnecter une banque', en: 'Disconnect a bank' },
  'lift-sign-in-lock': { fr: 'Lever un blocage', en: 'Lift a sign-in lock' },
  'send-link': { fr: 'Envoyer le lien', en: 'Send the link' },
  'resend-notice': { fr: 'Envoyer l’avis', en: 'Resend the notice' },
};

const STATES = {
  approved: { fr: 'approuvée : c’est fait', en: 'approved: it is done' },
  refused: { fr: 'refusée : rien n’a changé', en: 'refused: nothing has changed' },
  expired: { fr: 'restée sans réponse : rien n’a changé', en: 'not decided in time: nothing has changed' },
} as const;

export function newsMail({ state, action, business, ticket, by, reason, url }: RequestNews) {
  const who = by === undefined ? '' : ` (${by})`;
  const why = reason === undefined ? '' : `\n${reason}\n`;
  return {
    subject: `${ticket} – ${ACTIONS[action].fr} / ${ACTIONS[action].en}`,
    text: `Votre demande « ${ACTIONS[action].fr} » pour ${business} est ${STATES[state].fr}${who}.
${why}
Your request "${ACTIONS[action].en}" for ${business} was ${STATES[state].en}${who}.
${why}
${url}
`,
  };
}
