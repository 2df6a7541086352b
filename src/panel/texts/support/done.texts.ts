import { bilingual } from '../../../ui/texts/bilingual.js';

export const done = bilingual(
  () => ({
    'disconnect-feed': 'La banque est déconnectée.',
    'lift-sign-in-lock': 'Le blocage est levé.',
    'send-link': 'Le lien est en route.',
    'resend-notice': 'L’avis est en route.',
    waits: 'Votre demande attend une autre personne',
    waitsText: 'Rien n’a encore changé. Une personne responsable du soutien la trouve sous Demandes.',
    recorded: 'C’est inscrit au journal d’audit.',
    event: 'Voir l’événement',
    requests: 'Voir les demandes',
  }),
  () => ({
    'disconnect-feed': 'The bank is disconnected.',
    'lift-sign-in-lock': 'The lock is lifted.',
    'send-link': 'The link is on its way.',
    'resend-notice': 'The notice is on its way.',
    waits: 'Your request waits for somebody else',
    waitsText: 'Nothing has changed yet. A support lead finds it under Requests.',
    recorded: 'It is recorded in the audit log.',
    event: 'See the event',
    requests: 'See the requests',
  }),
);
