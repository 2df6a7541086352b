import { bilingual } from '../../ui/texts/bilingual.js';

/** The strip above each part of a business: what happened last, what stands in the way, what to do next. */
export const situation = bilingual(
  () => ({
    title: 'Où en est cette entreprise',
    never: 'Les données n’ont jamais été réinitialisées.',
    reset: 'Données réinitialisées {ago} par {name}.',
    restore: 'Données récupérées {ago} par {name}.',
    until: 'Ce qui a été remplacé est récupérable jusqu’au {until}.',
    gone: 'Ce qui a été remplacé n’est plus gardé.',
    nextRestore: 'Rien n’empêche la personne propriétaire d’origine de récupérer ses données maintenant.',
    nextReset: 'Rien n’empêche la personne propriétaire d’origine de réinitialiser ses données maintenant.',
    blockedRestore: 'Une récupération est empêchée :',
    blockedReset: 'Une réinitialisation est empêchée :',
    lock: '{email} ne peut pas ouvrir de session : {count}.',
    pending: 'Demandé par {name} {ago}, en attente d’une décision.',
    see: 'Voir la demande',
  }),
  () => ({
    title: 'How this business stands',
    never: 'The data was never reset.',
    reset: 'Data reset {ago} by {name}.',
    restore: 'Data restored {ago} by {name}.',
    until: 'What was replaced can be restored until {until}.',
    gone: 'What was replaced is no longer kept.',
    nextRestore: 'Nothing keeps the original owner from restoring the data now.',
    nextReset: 'Nothing keeps the original owner from resetting the data now.',
    blockedRestore: 'A restore is blocked:',
    blockedReset: 'A reset is blocked:',
    lock: '{email} cannot sign in: {count}.',
    pending: 'Asked by {name} {ago}, waits for a decision.',
    see: 'See the request',
  }),
);
