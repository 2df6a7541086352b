import type { RetentionRule } from './retention-rule.js';

export const MAIL_RETENTION_JOB = 'mail-retention';
export const ATTEMPTS_JOB = 'attempt-counts';

export const PLATFORM_RETENTION: readonly RetentionRule[] = [
  {
    what: { fr: 'Courriels, avec leur texte', en: 'Mails, with their text' },
    tables: ['outbox_messages'],
    files: ['mail'],
    keptFor: { days: 'mailRetentionDays', from: { fr: 'après la remise', en: 'after delivery' } },
    why: {
      fr: 'Pour répondre à qui dit n’avoir rien reçu. Ce qui attend encore est d’abord envoyé.',
      en: 'To answer whoever says that nothing came. What still waits is sent first.',
    },
    deletedBy: MAIL_RETENTION_JOB,
  },
  {
    what: { fr: 'Compteurs de tentatives (empreintes)', en: 'Counts of attempts (hashes)' },
    tables: ['attempt_counts'],
    keptFor: {
      until: {
        fr: 'la fin de la fenêtre de la limite, un jour au plus',
        en: 'the window of the limit is over, a day at most',
      },
    },
    why: { fr: 'Pour que personne ne devine sans fin.', en: 'So that nobody guesses without end.' },
    deletedBy: ATTEMPTS_JOB,
  },
  {
    what: { fr: 'Tours de décision d’une grappe de bases', en: 'Turns of decisions on a cluster of databases' },
    tables: ['decision_turns'],
    keptFor: 'always',
    why: {
      fr: 'Un compteur par instantané conservé ou supprimé : deux décisions ne passent pas ensemble.',
      en: 'A counter for each snapshot that was held or deleted: two decisions do not both pass.',
    },
  },
  {
    what: { fr: 'Versions du schéma de la base', en: 'Versions of the database schema' },
    tables: ['schema_migrations'],
    keptFor: 'always',
    why: { fr: 'Le programme y lit ce qu’il a déjà migré.', en: 'The program reads there what it has migrated.' },
  },
];
