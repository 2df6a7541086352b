import type { EventType } from '../../../log/events/event-catalogue.js';
import type { Texts } from '../../../ui/texts/texts.js';
import { bilingual } from '../../../ui/texts/bilingual.js';

/** What the owner's history, which has the events of a business in words, does not tell. */
export type OtherEvent = Exclude<EventType, keyof Texts['history']['events']>;

export const events = bilingual(
  (): Record<OtherEvent, string> => ({
    'audit.searched': 'Journal consulté',
    'audit.read-by-key': 'Journal lu avec une clé de lecture',
    'audit.read-by-staff': 'Arbre du journal lu par la conformité',
    'audit.heartbeat': 'Le journal est en marche',
    'audit.exported': 'Journal exporté',
    'audit.personal-details-erased': 'Renseignements personnels effacés',
    'audit.verified': 'Journal vérifié par lui-même',
    'audit.reader-key-added': 'Clé de lecture créée',
    'audit.reader-key-ended': 'Clé de lecture retirée',
    'staff-session.started': 'Session du personnel ouverte',
    'staff-session.denied': 'Ouverture de session du personnel refusée',
    'staff-session.ended': 'Session du personnel fermée',
    'staff.second-factor-enrolled': 'Code du téléphone activé pour un compte du personnel',
    'staff.added': 'Compte du personnel créé',
    'staff.disabled': 'Compte du personnel désactivé',
    'staff.enabled': 'Compte du personnel remis en usage',
    'staff.role-changed': 'Rôle d’un compte du personnel changé',
    'staff.second-factor-reset': 'Code du téléphone retiré d’un compte du personnel',
    'staff.password-reset': 'Nouveau mot de passe à usage unique donné à un compte du personnel',
    'staff.password-chosen': 'Mot de passe choisi pour un compte du personnel',
    'staff.sessions-ended': 'Sessions d’un compte du personnel fermées',
  }),
  () => ({
    'audit.searched': 'Log read',
    'audit.read-by-key': 'Log read with a reader key',
    'audit.read-by-staff': 'Tree of the log read by compliance',
    'audit.heartbeat': 'The log is alive',
    'audit.exported': 'Log exported',
    'audit.personal-details-erased': 'Personal details erased',
    'audit.verified': 'Log verified by itself',
    'audit.reader-key-added': 'Reader key made',
    'audit.reader-key-ended': 'Reader key ended',
    'staff-session.started': 'Staff session opened',
    'staff-session.denied': 'Staff sign-in refused',
    'staff-session.ended': 'Staff session closed',
    'staff.second-factor-enrolled': 'Phone code turned on for a staff account',
    'staff.added': 'Staff account made',
    'staff.disabled': 'Staff account disabled',
    'staff.enabled': 'Staff account put back in use',
    'staff.role-changed': 'Role of a staff account changed',
    'staff.second-factor-reset': 'Phone code removed from a staff account',
    'staff.password-reset': 'New one-time password given to a staff account',
    'staff.password-chosen': 'Password chosen for a staff account',
    'staff.sessions-ended': 'Sessions of a staff account ended',
  }),
);
