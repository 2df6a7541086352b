import { bilingual } from '../../ui/texts/bilingual.js';

export const journal = bilingual(
  () => ({ title: 'Écritures', lead: 'Les plus récentes d’abord.', caption: 'Écritures de journal' }),
  () => ({ title: 'Entries', lead: 'The most recent first.', caption: 'Journal entries' }),
);
