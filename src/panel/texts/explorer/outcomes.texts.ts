import { bilingual } from '../../../ui/texts/bilingual.js';

export const outcomes = bilingual(
  () => ({ pending: 'Demandé', success: 'Fait', denied: 'Refusé', failed: 'Échoué' }),
  () => ({ pending: 'Asked', success: 'Done', denied: 'Refused', failed: 'Failed' }),
);
