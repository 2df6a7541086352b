import { DAY_MS, HOUR_MS } from '../platform/kernel/clock.js';
import type { RetentionRule } from '../platform/retention/retention-rule.js';

export const ADDRESSES_KNOWN_FOR_MS = 90 * DAY_MS;
export const STAFF_SESSIONS_KEPT_MS = 24 * HOUR_MS;
export const INVITATIONS_KEPT_MS = 30 * DAY_MS;
export const INVITATIONS_JOB = 'invitations';
export const MAILED_LINKS_JOB = 'mailed-links';
export const PASSKEY_CHALLENGES_JOB = 'passkey-challenges';
export const KNOWN_ADDRESSES_JOB = 'known-addresses';
export const SESSIONS_JOB = 'sessions';
export const STAFF_SESSIONS_JOB = 'staff-sessions';

export const PEOPLE_RETENTION: readonly RetentionRule[] = [
  {
    what: {
      fr: 'Personnes : adresses, mot de passe (empreinte), langue',
      en: 'People: addresses, password (hash), language',
    },
    tables: ['users'],
    keptFor: 'always',
    why: {
      fr: 'Le journal et les bascules nomment leur auteur par son identifiant.',
      en: 'The log and the switches name who did them by id.',
    },
    afterErasure: {
      columns: ['users.email', 'users.email_key', 'users.sign_up_email'],
      because: {
        fr: 'L’adresse de l’inscription ne change jamais : c’est avec elle qu’une réinitialisation est confirmée. Sans adresse, la personne ne pourrait plus se connecter ni récupérer ses données.',
        en: 'The sign-up address never changes: a reset is confirmed with it. Without an address the person could neither sign in nor recover data.',
      },
    },
  },
  {
    what: {
      fr: 'Entreprises, leurs membres, leur forfait, leurs numéros de documents',
      en: 'Businesses, their members, plan and document numbers',
    },
    tables: ['businesses', 'memberships', 'subscriptions', 'document_counters'],
    keptFor: 'always',
    why: {
      fr: 'Une réinitialisation ne touche pas à l’entreprise, et aucun numéro de facture ne revient deux fois.',
      en: 'A reset does not touch the business, and no invoice number is given twice.',
    },
  },
  {
    what: { fr: 'Sessions des clients', en: "Customers' sessions" },
    tables: ['sessions'],
    keptFor: { days: 'sessionRetentionDays', from: { fr: 'après leur fin', en: 'after their end' } },
    why: {
      fr: 'Pour voir qui était connecté quand un doute naît.',
      en: 'To see who was signed in when something is in doubt.',
    },
    deletedBy: SESSIONS_JOB,
  },
  {
    what: {
      fr: 'Adresses d’où quelqu’un s’est connecté (empreintes)',
      en: 'Addresses from which somebody signed in (hashes)',
    },
    tables: ['known_addresses'],
    keptFor: { ms: ADDRESSES_KNOWN_FOR_MS, from: { fr: 'après la dernière connexion', en: 'after the last sign-in' } },
    why: {
      fr: 'Les échecs d’un inconnu n’en ferment pas la porte.',
      en: "A stranger's failures do not lock them out.",
    },
    deletedBy: KNOWN_ADDRESSES_JOB,
  },
  {
    what: { fr: 'Invitations à se joindre à une entreprise', en: 'Invitations to join a business' },
    tables: ['invitations'],
    keptFor: {
      ms: INVITATIONS_KEPT_MS,
      from: { fr: 'après leur fin ou leur échéance', en: 'after they ended or ran out' },
    },
    why: {
      fr: 'Pour voir qui est attendu, et l’inviter de nouveau.',
      en: 'To see who is awaited, and to invite them again.',
    },
    deletedBy: INVITATIONS_JOB,
  },
  {
    what: {
      fr: 'Liens envoyés par courriel (empreintes) : confirmer une adresse, choisir un mot de passe',
      en: 'Mailed links (hashes): to confirm an address, to choose a password',
    },
    tables: ['mailed_links'],
    keptFor: { ms: 0, from: { fr: 'après leur échéance', en: 'after they ran out' } },
    why: { fr: 'Chacun sert une fois.', en: 'Each is good once.' },
    deletedBy: MAILED_LINKS_JOB,
  },
  {
    what: {
      fr: 'Clés d’accès (moitié publique), codes du téléphone et codes de secours des clients (chiffrés, empreintes)',
      en: "Customers' passkeys (the public half), phone codes and recovery codes (encrypted, hashes)",
    },
    tables: ['passkeys', 'user_second_factors', 'user_recovery_codes'],
    keptFor: { until: { fr: 'leur retrait par la personne', en: 'the person removes them' } },
    why: { fr: 'Pour ouvrir une session.', en: 'To sign in.' },
  },
  {
    what: { fr: 'Ce qu’une clé d’accès doit signer (empreintes)', en: 'What a passkey is to sign (hashes)' },
    tables: ['passkey_challenges'],
    keptFor: { ms: 0, from: { fr: 'après leur échéance', en: 'after they ran out' } },
    why: { fr: 'Chacun sert une fois.', en: 'Each is good once.' },
    deletedBy: PASSKEY_CHALLENGES_JOB,
  },
  {
    what: { fr: 'Changements d’adresse courriel', en: 'Changes of the e-mail address' },
    tables: ['email_changes'],
    keptFor: { until: { fr: 'l’effacement de la personne', en: 'the person is erased' } },
    why: {
      fr: 'L’ancienne adresse est avertie : qui a pris un compte ne peut le cacher.',
      en: 'The old address is told: whoever took an account over cannot hide it.',
    },
  },
  {
    what: { fr: 'Comptes du personnel', en: 'Staff accounts' },
    tables: ['staff'],
    keptFor: 'always',
    why: {
      fr: 'Le journal nomme qui a agi; un compte est fermé, pas supprimé.',
      en: 'The log names who acted; an account is disabled, not deleted.',
    },
  },
  {
    what: { fr: 'Affichage choisi par le personnel', en: 'How staff like to see the panel' },
    tables: ['staff_preferences'],
    keptFor: 'always',
    why: {
      fr: 'Le même partout; rien n’y nomme un client.',
      en: 'The same everywhere; nothing in it names a customer.',
    },
  },
  {
    what: {
      fr: 'Clés d’accès (moitié publique), seconds facteurs et codes de secours du personnel (chiffrés, empreintes)',
      en: "Staff's passkeys (the public half), second factors and recovery codes (encrypted, hashes)",
    },
    tables: ['staff_passkeys', 'staff_second_factors', 'staff_recovery_codes'],
    keptFor: { until: { fr: 'leur remplacement ou leur remise à zéro', en: 'they are replaced or reset' } },
    why: { fr: 'Pour entrer au panneau.', en: 'To get into the panel.' },
  },
  {
    what: {
      fr: 'Changements de comptes du personnel qui demandent une seconde personne',
      en: 'Changes of staff accounts that need a second operator',
    },
    tables: ['staff_requests'],
    keptFor: 'always',
    why: { fr: 'Preuve de qui a demandé et de qui a approuvé.', en: 'Evidence of who asked and who approved.' },
  },
  {
    what: { fr: 'Sessions du personnel', en: "Staff's sessions" },
    tables: ['staff_sessions'],
    keptFor: { ms: STAFF_SESSIONS_KEPT_MS, from: { fr: 'après leur échéance', en: 'after they ran out' } },
    why: {
      fr: 'Pour voir qui était connecté quand un doute naît.',
      en: 'To see who was signed in when something is in doubt.',
    },
    deletedBy: STAFF_SESSIONS_JOB,
  },
];
