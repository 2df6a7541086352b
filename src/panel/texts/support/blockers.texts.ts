import { bilingual } from '../../../ui/texts/bilingual.js';

export const blockers = bilingual(
  () => ({
    'disconnected-already': 'Cette banque est déjà déconnectée. Il n’y a rien à faire.',
    'no-lock':
      'Ce compte n’est pas bloqué : la personne peut ouvrir une session. Si son mot de passe ne convient pas, il faut le retrouver ou le changer.',
    'no-switch': 'Il n’y a jamais eu de réinitialisation ni de récupération : il n’y a aucun avis à envoyer.',
    'other-switch-since':
      'Une autre opération a eu lieu depuis. Revenez à l’entreprise et renvoyez l’avis de la plus récente.',
    'snapshot-gone': 'L’avis promettrait un retour en arrière qui n’est plus possible : l’instantané n’est plus gardé.',
    'asked-already': 'La même demande attend déjà une décision. Voyez la page Demandes.',
    'asker-disabled': 'Le compte de la personne qui l’a demandé est désactivé. La demande ne peut qu’être refusée.',
    gone: 'Cette personne n’est plus membre de l’entreprise. La demande ne peut qu’être refusée.',
  }),
  () => ({
    'disconnected-already': 'This bank is disconnected already. There is nothing to do.',
    'no-lock':
      'This account is not locked: the person can sign in. If the password is not right, it must be found again or changed.',
    'no-switch': 'There never was a reset or a restore: there is no notice to send.',
    'other-switch-since':
      'Something else happened since. Go back to the business and resend the notice of the latest one.',
    'snapshot-gone': 'The notice would promise a way back that is gone: the snapshot is no longer kept.',
    'asked-already': 'The same request waits for a decision already. See the page Requests.',
    'asker-disabled': 'The account of the person who asked is disabled. The request can only be refused.',
    gone: 'This person is no longer a member of the business. The request can only be refused.',
  }),
);
