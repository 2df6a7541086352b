import { bilingual } from '../../../ui/texts/bilingual.js';

export const explorerGeneral = bilingual(
  () => ({
    title: 'Journal d’audit',
  }),
  () => ({
    title: 'Audit log',
  }),
);
