import { bilingual } from '../../../ui/texts/bilingual.js';

export const happens = bilingual(
  () => ({
    'disconnect-feed':
      'La connexion avec {institution} pour le compte {account} prend fin aussitôt. Les opérations déjà reçues restent; il n’en arrive plus de nouvelles. Pour recommencer, la ou le propriétaire connecte la banque de nouveau.',
    'lift-sign-in-lock':
      'Les essais manqués de {email} sont oubliés. La personne peut essayer de nouveau aussitôt, avec le même mot de passe.',
    'send-link':
      'Un courriel avec le lien vers Gérer vos données part à {email}, en {language}. Le lien n’ouvre rien par lui-même : il demande d’ouvrir une session.',
    'resend-notice':
      'L’avis de la {kind} du {at} part de nouveau, à la ou au propriétaire d’origine et à toute personne qui a l’accès complet aujourd’hui :',
  }),
  () => ({
    'disconnect-feed':
      'The connection to {institution} for the account {account} ends at once. Transactions received so far stay; no new ones arrive. To start again, the owner connects the bank anew.',
    'lift-sign-in-lock':
      'The failed attempts of {email} are forgotten. The person may try again at once, with the same password.',
    'send-link':
      'An e-mail with the link to Manage your data goes to {email}, in {language}. The link opens nothing by itself: it asks for a sign-in.',
    'resend-notice':
      'The notice of the {kind} of {at} is sent again, to the original owner and to everybody who has full access today:',
  }),
);
