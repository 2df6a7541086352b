import { DAY_MS } from '../platform/kernel/clock.js';
import type { RetentionRule } from '../platform/retention/retention-rule.js';

/** Of answers under an Idempotency-Key, and of operations that have ended. */
export const ANSWERS_KEPT_MS = DAY_MS;
export const IDEMPOTENCY_JOB = 'idempotency-keys';
export const OPERATIONS_JOB = 'recorded-operations';

export const SEQUENCER_JOB = 'audit-log';

export const LOG_RETENTION: readonly RetentionRule[] = [
  {
    what: { fr: 'Journal d’audit : événements, arbre, points de contrôle', en: 'Audit log: events, tree, checkpoints' },
    tables: [
      'audit_events',
      'audit_leaves',
      'audit_tiles',
      'audit_head',
      'audit_checkpoints',
      'audit_cosignatures',
      'audit_business_seqs',
    ],
    files: ['audit/checkpoints', 'witness'],
    keptFor: 'always',
    why: {
      fr: 'Preuve : sans une seule entrée, l’arbre ne se vérifie plus. Il n’y a que des codes, des identifiants et des empreintes salées.',
      en: 'Evidence: with one entry missing the tree does not verify. It holds codes, ids and salted digests alone.',
    },
  },
  {
    what: {
      fr: 'Événements qui attendent leur place dans l’arbre',
      en: 'Events that wait for their place in the tree',
    },
    tables: ['audit_pending'],
    keptFor: { until: { fr: 'leur place dans l’arbre, moins d’une seconde', en: 'they have it, less than a second' } },
    why: { fr: 'File d’attente.', en: 'A queue.' },
    deletedBy: SEQUENCER_JOB,
  },
  {
    what: {
      fr: 'Renseignements personnels à côté des événements : adresses, navigateurs, courriels, raisons données',
      en: 'Personal details beside events: addresses, browsers, e-mails, reasons given',
    },
    tables: ['audit_personal_details'],
    keptFor: {
      until: { fr: 'l’effacement de la personne (« audit erase »)', en: 'the person is erased ("audit erase")' },
    },
    why: {
      fr: 'Qui, d’où et pourquoi, pour une vérification; l’empreinte dans l’événement reste après eux.',
      en: 'Who, where from and why, for a review; the digest in the event outlives them.',
    },
  },
  {
    what: { fr: 'Réponses sous une Idempotency-Key', en: 'Answers under an Idempotency-Key' },
    tables: ['idempotency_keys'],
    keptFor: { ms: ANSWERS_KEPT_MS, from: { fr: 'après la demande', en: 'after the request' } },
    why: { fr: 'Pour que la même demande ne soit faite qu’une fois.', en: 'So that the same request is done once.' },
    deletedBy: IDEMPOTENCY_JOB,
  },
  {
    what: { fr: 'Tentatives en cours de réinitialisation et de récupération', en: 'Attempts at a reset or a restore' },
    tables: ['recorded_operations'],
    keptFor: { ms: ANSWERS_KEPT_MS, from: { fr: 'après leur fin', en: 'after their end' } },
    why: {
      fr: 'Pour que chacune n’ait qu’une fin; le journal en garde l’histoire.',
      en: 'So that each has one end; the log keeps their story.',
    },
    deletedBy: OPERATIONS_JOB,
  },
  {
    what: { fr: 'Clés de lecture du journal (empreintes)', en: 'Keys to read the log (hashes)' },
    tables: ['audit_reader_keys'],
    keptFor: 'always',
    why: { fr: 'Le journal les nomme par leur identifiant.', en: 'The log names them by their ids.' },
  },
  {
    what: { fr: 'État du journal et de sa dernière vérification', en: 'State of the log and of its latest check' },
    tables: ['audit_availability', 'audit_check'],
    keptFor: { until: { fr: 'l’état suivant : une ligne de chaque', en: 'the next one: one row of each' } },
    why: { fr: 'Montré au panneau.', en: 'Shown in the panel.' },
  },
  {
    what: { fr: 'Vues enregistrées du journal', en: 'Saved views of the log' },
    tables: ['saved_views'],
    keptFor: { until: { fr: 'leur suppression par qui les a faites', en: 'whoever made them deletes them' } },
    why: { fr: 'Un filtre sous un nom.', en: 'A filter under a name.' },
  },
];
