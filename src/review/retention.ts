import type { RetentionRule } from '../platform/retention/retention-rule.js';

export const REVIEW_RETENTION: readonly RetentionRule[] = [
  {
    what: { fr: 'Adresses qui reçoivent le point de contrôle', en: 'Addresses that get the checkpoint' },
    tables: ['checkpoint_subscribers'],
    keptFor: { until: { fr: 'leur retrait par la conformité', en: 'compliance removes them' } },
    why: { fr: 'Qui en garde un trouve un journal récrit.', en: 'Whoever holds one finds a rewritten log.' },
  },
];
