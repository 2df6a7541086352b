import { DAY_MS } from '../platform/kernel/clock.js';
import type { RetentionRule } from '../platform/retention/retention-rule.js';

/** The job that deletes them, but for those that go with their snapshot. */
export const PACK_DELETION_JOB = 'pack-deletion';
export const PACK_KEPT_MS = 90 * DAY_MS;
export const FAILED_PACK_KEPT_MS = DAY_MS;

export const PACKS_RETENTION: readonly RetentionRule[] = [
  {
    what: {
      fr: 'Dossiers à emporter (tout ce que des livres contiennent, en un fichier); ceux d’un instantané restent avec lui et disparaissent avec lui',
      en: 'Packs (all that books hold, as one file); those of a snapshot stay with it and go with it',
    },
    tables: ['book_packs', 'book_pack_parts'],
    keptFor: {
      ms: PACK_KEPT_MS,
      from: { fr: 'de livres ouverts, ou jusqu’au dossier suivant', en: 'of open books, or until the next pack' },
    },
    why: {
      fr: 'Pour emporter ses données, et les retrouver après une réinitialisation.',
      en: 'To take the data along, and to find them again after a reset.',
    },
    deletedBy: PACK_DELETION_JOB,
  },
];
