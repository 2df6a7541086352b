import type { RetentionRule } from '../platform/retention/retention-rule.js';

export const DEMO_RETENTION: readonly RetentionRule[] = [
  {
    what: { fr: 'Ce qui est fait de la démonstration', en: 'What of the demo is made' },
    tables: ['demo_businesses', 'demo_parts'],
    keptFor: 'always',
    why: { fr: 'Pour ne pas la refaire.', en: 'So that it is not made again.' },
  },
];
