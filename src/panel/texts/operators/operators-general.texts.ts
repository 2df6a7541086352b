import { bilingual } from '../../../ui/texts/bilingual.js';

export const operatorsGeneral = bilingual(
  () => ({
    keys: 'Au clavier : / mène à la recherche, ↓ et ↑ parcourent les résultats, Échap quitte la case.',
  }),
  () => ({
    keys: 'By keyboard: / goes to the search, ↓ and ↑ walk through the results, Esc leaves the box.',
  }),
);
