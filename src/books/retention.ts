import { DAY_MS } from '../platform/kernel/clock.js';
import type { RetentionRule } from '../platform/retention/retention-rule.js';

/** The job, as the log names it too. */
export const EXPIRY_JOB = 'snapshot-expiry';
export const WRITE_JOBS_JOB = 'write-jobs';
export const WRITE_JOBS_KEPT_MS = DAY_MS;

export const BOOKS_RETENTION: readonly RetentionRule[] = [
  {
    what: {
      fr: 'Données comptables d’un instantané (celles des livres ouverts restent avec l’entreprise)',
      en: 'Accounting data of a snapshot (that of the open books stays with the business)',
    },
    tables: 'book',
    keptFor: {
      days: 'snapshotRetentionDays',
      from: {
        fr: 'après la bascule, et tant qu’une conservation légale est en vigueur',
        en: 'after the switch, and as long as a legal hold stands',
      },
    },
    why: {
      fr: 'Pour récupérer ses données. La suppression finit par un événement et un certificat.',
      en: 'To recover the data. Their deletion ends in an event and a certificate.',
    },
    deletedBy: EXPIRY_JOB,
  },
  {
    what: {
      fr: 'Livres et bascules : quand, par qui, l’empreinte',
      en: 'Books and switches: when, by whom, the digest',
    },
    tables: ['books', 'book_switches', 'open_books', 'book_writers'],
    keptFor: 'always',
    why: {
      fr: 'Preuve qu’il y avait un instantané; il n’y a plus rien de son contenu.',
      en: 'Evidence that there was a snapshot; nothing of its content is left in it.',
    },
  },
  {
    what: { fr: 'Conservations légales : qui, quand, pourquoi', en: 'Legal holds: who, when, why' },
    tables: ['snapshot_holds'],
    keptFor: 'always',
    why: { fr: 'Preuve, après leur levée aussi.', en: 'Evidence, after they were lifted too.' },
    afterErasure: {
      columns: ['snapshot_holds.reason', 'snapshot_holds.lift_reason'],
      because: {
        fr: 'La raison d’une conservation ne change pas : le personnel n’y nomme personne que l’affaire ne demande.',
        en: 'The reason of a hold does not change: staff name nobody in it whom the matter does not ask for.',
      },
    },
  },
  {
    what: { fr: 'Annonces de longues écritures (importations)', en: 'Announcements of long writes (imports)' },
    tables: ['write_jobs'],
    keptFor: { ms: WRITE_JOBS_KEPT_MS, from: { fr: 'après leur fin', en: 'after their end' } },
    why: {
      fr: 'Pour qu’une réinitialisation dise ce qu’elle attend.',
      en: 'So that a reset can say what it waits for.',
    },
    deletedBy: WRITE_JOBS_JOB,
  },
];
