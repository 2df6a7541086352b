import { bilingual } from '../../ui/texts/bilingual.js';

export const keys = bilingual(
  () => ({
    title: 'Raccourcis clavier',
    rows: {
      next: 'Ligne suivante',
      previous: 'Ligne précédente',
      open: 'Ouvrir la ligne',
      close: 'Fermer les détails',
      search: 'Chercher',
      help: 'Montrer ces raccourcis',
      choose: 'Cocher la ligne',
    },
    then: 'puis',
    goTo: 'Aller à : {page}',
    off: 'On peut les désactiver sous Affichage.',
    close: 'Fermer',
  }),
  () => ({
    title: 'Keyboard shortcuts',
    rows: {
      next: 'Next row',
      previous: 'Previous row',
      open: 'Open the row',
      close: 'Close the details',
      search: 'Search',
      help: 'Show these shortcuts',
      choose: 'Tick the row',
    },
    then: 'then',
    goTo: 'Go to: {page}',
    off: 'They can be turned off under Display.',
    close: 'Close',
  }),
);
