import type { RetentionRule } from '../platform/retention/retention-rule.js';

export const SUPPORT_RETENTION: readonly RetentionRule[] = [
  {
    what: { fr: 'Demandes au soutien et leur décision', en: 'Requests of support and how they were decided' },
    tables: ['support_requests'],
    keptFor: 'always',
    why: { fr: 'Preuve que deux personnes ont décidé.', en: 'Evidence that two people decided.' },
    afterErasure: {
      columns: ['support_requests.reason', 'support_requests.decision_reason'],
      because: {
        fr: 'La raison d’une demande ne change pas : le personnel y met le numéro de billet, pas de nom.',
        en: 'The reason of a request does not change: staff put a ticket there, and no name.',
      },
    },
  },
];
