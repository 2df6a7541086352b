import { bilingual } from '../../ui/texts/bilingual.js';

export const undo = bilingual(
  (n) => ({
    label: 'Annuler le dernier changement',
    mine: {
      reset: 'Vous avez réinitialisé vos données le {at}.',
      restore: 'Vous avez récupéré vos données le {at}.',
    },
    theirs: {
      reset: 'Les données ont été réinitialisées le {at} par {who}.',
      restore: 'Les données ont été récupérées le {at} par {who}.',
    },
    originalOwner: 'la personne propriétaire d’origine',
    link: (minutes: number) => n(minutes, 'Annuler (affiché encore # minute)', 'Annuler (affiché encore # minutes)'),
  }),
  (n) => ({
    label: 'Undo the latest change',
    mine: { reset: 'You reset your data on {at}.', restore: 'You recovered your data on {at}.' },
    theirs: {
      reset: 'The data were reset on {at} by {who}.',
      restore: 'The data were recovered on {at} by {who}.',
    },
    originalOwner: 'the original owner',
    link: (minutes) => n(minutes, 'Undo (shown for # more minute)', 'Undo (shown for # more minutes)'),
  }),
);
