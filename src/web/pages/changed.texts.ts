import { bilingual } from '../../ui/texts/bilingual.js';

export const changed = bilingual(
  () => ({
    title: 'Rien n’a changé : vos livres ont été remplacés entre-temps',
    reset:
      'Depuis que cette page a été affichée, les données de {business} ont été réinitialisées, le {at}. Ce que vous avez confirmé concernait les livres d’avant : cela n’a pas été fait.',
    restore:
      'Depuis que cette page a été affichée, les données de {business} ont été récupérées, le {at}. Ce que vous avez confirmé concernait les livres d’avant : cela n’a pas été fait.',
    isBack: 'Ces données sont déjà de retour : elles ont été récupérées le {at}. Ce sont vos livres ouverts.',
    isBackTitle: 'Ces données sont déjà de retour',
    wasReset: 'C’était le {at}. Rien de plus n’a été fait depuis, et tout ce qu’il y avait est gardé.',
    wasResetTitle: 'Vos données sont déjà réinitialisées',
    home: 'Voir les livres tels qu’ils sont',
    recover: 'Récupérer ce que la réinitialisation a remplacé',
  }),
  () => ({
    title: 'Nothing has changed: your books were replaced in the meantime',
    reset:
      'Since this page was shown, the data of {business} were reset, on {at}. What you confirmed was about the books before, so it was not carried out.',
    restore:
      'Since this page was shown, the data of {business} were recovered, on {at}. What you confirmed was about the books before, so it was not carried out.',
    isBack: 'These data are already back: they were recovered on {at}. They are your open books.',
    isBackTitle: 'These data are already back',
    wasReset: 'It was on {at}. Nothing more was done since, and everything that was there is kept.',
    wasResetTitle: 'Your data are already reset',
    home: 'See the books as they are',
    recover: 'Recover what the reset replaced',
  }),
);
