import { bilingual } from '../../ui/texts/bilingual.js';

export const roles = bilingual(
  () => ({
    support: 'Soutien',
    'support-lead': 'Responsable du soutien',
    compliance: 'Conformité',
    operator: 'Exploitation',
  }),
  () => ({
    support: 'Support',
    'support-lead': 'Support lead',
    compliance: 'Compliance',
    operator: 'Operations',
  }),
);
