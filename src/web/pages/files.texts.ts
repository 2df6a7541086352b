import { bilingual } from '../../ui/texts/bilingual.js';

/** Names and headings of the files that are downloaded. */
export const contactsFile = bilingual(
  () => ({ name: 'Nom', kind: 'Genre', email: 'Courriel', phone: 'Téléphone', file: 'contacts' }),
  () => ({ name: 'Name', kind: 'Kind', email: 'E-mail', phone: 'Phone', file: 'contacts' }),
);

export const reportFiles = bilingual(
  () => ({ trialBalance: 'balance-de-verification', ledger: 'grand-livre' }),
  () => ({ trialBalance: 'trial-balance', ledger: 'ledger' }),
);
