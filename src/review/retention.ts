import type { RetentionRule } from '../platform/retention/retention-rule.js';

export const REVIEW_RETENTION: readonly RetentionRule[] = [
  {
    what: { fr: 'Adresses qui reçoivent le point de contrôle', en: 'Addresses that get the checkpoint' },
    tables: ['checkpoint_subscribers'],
    keptFor: { until: { fr: 'leur retrait par la conformité', en: 'compliance removes them' } },
    why: { fr: 'Qui en garde un trouve un journal récrit.', en: 'Whoever holds one finds a rewritten log.' },
  },
  {
    what: {
      fr: 'Revues d’une période, leur rapport et leurs notes',
      en: 'Reviews of a period, their report and notes',
    },
    tables: ['reviews', 'review_reports', 'review_items'],
    keptFor: 'always',
    why: { fr: 'Preuve : une revue signée ne change pas.', en: 'Evidence: a signed review does not change.' },
    afterErasure: {
      columns: ['reviews.conclusion', 'reviews.decision_note', 'review_items.note'],
      because: {
        fr: 'Une note fait partie de ce qui est signé : le personnel n’y nomme personne que la revue ne demande.',
        en: 'A note is part of what is signed: staff name nobody in it whom the review does not ask for.',
      },
    },
  },
  {
    what: { fr: 'Revues des accès du personnel', en: "Reviews of staff's access" },
    tables: ['access_reviews', 'access_review_items'],
    keptFor: 'always',
    why: { fr: 'Preuve : une revue signée ne change pas.', en: 'Evidence: a signed review does not change.' },
  },
];
