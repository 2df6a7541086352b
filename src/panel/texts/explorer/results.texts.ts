import { bilingual } from '../../../ui/texts/bilingual.js';

export const results = bilingual(
  (n) => ({
    title: 'Événements',
    found: (count: number) => n(count, '# événement sur cette page', '# événements sur cette page'),
    none: 'Aucun événement ne correspond.',
    noneHint: 'Élargissez les dates, enlevez un type, ou effacez tout le filtre.',
    older: 'Plus anciens',
    newest: 'Revenir aux plus récents',
    business: 'Entreprise',
    why: 'Pourquoi',
    openEvent: 'Ouvrir l’événement et sa preuve',
    snapshot: 'Référence de l’instantané',
    ticket: 'Billet',
    actors: {
      user: 'une personne',
      staff: 'le personnel',
      system: 'la tâche {id}',
      anonymous: 'une personne inconnue',
    },
  }),
  (n) => ({
    title: 'Events',
    found: (count) => n(count, '# event on this page', '# events on this page'),
    none: 'No event matches.',
    noneHint: 'Widen the dates, take out a type, or clear the whole filter.',
    older: 'Older',
    newest: 'Back to the newest',
    business: 'Business',
    why: 'Why',
    openEvent: 'Open the event and its proof',
    snapshot: 'Snapshot reference',
    ticket: 'Ticket',
    actors: { user: 'a person', staff: 'staff', system: 'the job {id}', anonymous: 'somebody unknown' },
  }),
);
