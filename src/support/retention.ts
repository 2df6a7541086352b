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
  {
    what: { fr: 'Qui décide une demande au soutien', en: 'Who has taken a request of support' },
    tables: ['support_assignments'],
    keptFor: 'always',
    why: { fr: 'Fait partie de la demande.', en: 'Is part of the request.' },
  },
  {
    what: { fr: 'Notes du soutien sur une entreprise', en: 'Notes of support on a business' },
    tables: ['business_notes'],
    keptFor: 'always',
    why: {
      fr: 'La personne suivante sait ce qui a été dit. Une note qui nomme une personne part avec elle.',
      en: 'The next one knows what was said. A note that names a person goes with that person.',
    },
  },
];
