import { bilingual } from '../../../ui/texts/bilingual.js';

/** What events of packs have that no others have. */
export const packFields = bilingual(
  () => ({
    pack_id: 'Dossier à emporter',
    as_of: 'Tel que c’était',
    bytes: 'Octets',
    rows_packed: 'Lignes par sorte',
  }),
  () => ({
    pack_id: 'Pack',
    as_of: 'As it was',
    bytes: 'Bytes',
    rows_packed: 'Rows by kind',
  }),
);
