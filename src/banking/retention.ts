import type { RetentionRule } from '../platform/retention/retention-rule.js';

export const BANKING_RETENTION: readonly RetentionRule[] = [
  {
    what: { fr: 'Connexions bancaires', en: 'Bank feed connections' },
    tables: ['bank_feeds'],
    keptFor: 'always',
    why: {
      fr: 'Preuve du préalable : déconnectée depuis quand.',
      en: 'Evidence of the precondition: disconnected since when.',
    },
  },
  {
    what: { fr: 'Liens de paiement et paiements reçus en ligne', en: 'Pay links and payments received online' },
    tables: ['pay_links', 'pay_link_revocations', 'online_payments', 'checkouts', 'provider_events'],
    keptFor: 'always',
    why: {
      fr: 'Aucun paiement ne se perd, ni ne compte deux fois. Ce sont les données de l’entreprise sur ses clients.',
      en: "No payment is lost or counted twice. It is the business's data on its customers.",
    },
  },
];
