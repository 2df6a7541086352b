import { bilingual } from '../../ui/texts/bilingual.js';

/** What every table of the panel says, and the panel beside it. */
export const table = bilingual(
  () => ({
    columns: 'Colonnes',
    copied: 'Copié',
    copy: 'Copier {id}',
    wholeId: 'Montrer l’identifiant entier',
    close: 'Fermer',
    details: 'Détails',
    open: 'Ouvrir',
  }),
  () => ({
    columns: 'Columns',
    copied: 'Copied',
    copy: 'Copy {id}',
    wholeId: 'Show the whole id',
    close: 'Close',
    details: 'Details',
    open: 'Open',
  }),
);
