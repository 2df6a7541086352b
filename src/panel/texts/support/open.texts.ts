import { bilingual } from '../../../ui/texts/bilingual.js';

/** On the page of a business: the buttons, and what is said to those who have none. */
export const open = bilingual(
  () => ({
    'disconnect-feed': 'Déconnecter à la demande de la ou du propriétaire',
    'lift-sign-in-lock': 'Lever le blocage',
    'send-link': 'Envoyer le lien vers Gérer vos données',
    'resend-notice': 'Envoyer l’avis de nouveau',
    placeHold: 'Mettre en conservation légale',
    liftHold: 'Lever la conservation',
    about: 'de {what}',
  }),
  () => ({
    'disconnect-feed': 'Disconnect at the owner’s request',
    'lift-sign-in-lock': 'Lift the sign-in lock',
    'send-link': 'Send the link to Manage your data',
    'resend-notice': 'Resend the notice',
    placeHold: 'Place a hold',
    liftHold: 'Lift the hold',
    about: 'of {what}',
  }),
);
