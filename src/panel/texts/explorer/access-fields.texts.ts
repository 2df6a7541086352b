import { bilingual } from '../../../ui/texts/bilingual.js';

/** Fields of events about how staff get in, about reviews of their access, and about what support writes. */
export const accessFields = bilingual(
  () => ({
    passkey_id: 'Clé d’accès',
    second_factor: 'Avec le code du téléphone',
    break_glass: 'Compte local, malgré le fournisseur',
    quarter: 'Trimestre',
    staff_id: 'Compte du personnel',
    decision: 'Décision',
    confirmed: 'Comptes confirmés',
    removed: 'Comptes retirés',
    note_id: 'Note',
    situation: 'Situation répondue',
  }),
  () => ({
    passkey_id: 'Passkey',
    second_factor: 'With the phone code',
    break_glass: 'Local account in spite of the provider',
    quarter: 'Quarter',
    staff_id: 'Staff account',
    decision: 'Decision',
    confirmed: 'Accounts confirmed',
    removed: 'Accounts removed',
    note_id: 'Note',
    situation: 'Situation answered',
  }),
);
