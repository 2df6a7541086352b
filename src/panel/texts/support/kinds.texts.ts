import { bilingual } from '../../../ui/texts/bilingual.js';

export const kinds = bilingual(
  () => ({ reset: 'réinitialisation', restore: 'récupération' }),
  () => ({ reset: 'reset', restore: 'restore' }),
);
