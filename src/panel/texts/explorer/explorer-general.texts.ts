import { bilingual } from '../../../ui/texts/bilingual.js';

export const explorerGeneral = bilingual(
  () => ({
    title: 'Journal d’audit',
    lead: 'Tout ce qui a été demandé, fait, refusé ou consulté, toutes entreprises confondues. Les heures sont en temps universel (UTC), comme dans les octets signés.',
  }),
  () => ({
    title: 'Audit log',
    lead: 'Everything that was asked for, done, refused or looked at, across all businesses. Times are universal (UTC), as in the signed bytes.',
  }),
);
