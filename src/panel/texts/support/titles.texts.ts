import { bilingual } from '../../../ui/texts/bilingual.js';

export const titles = bilingual(
  () => ({
    'disconnect-feed': 'Déconnecter une banque à la demande de la ou du propriétaire',
    'lift-sign-in-lock': 'Lever le blocage d’un compte',
    'send-link': 'Envoyer le lien vers Gérer vos données',
    'resend-notice': 'Envoyer de nouveau l’avis de la dernière opération',
  }),
  () => ({
    'disconnect-feed': 'Disconnect a bank at the owner’s request',
    'lift-sign-in-lock': 'Lift the sign-in lock of an account',
    'send-link': 'Send the link to Manage your data',
    'resend-notice': 'Resend the notice of the latest operation',
  }),
);
