import { bilingual } from '../../ui/texts/bilingual.js';

/** Names and headings of the files that are downloaded, and the words in their cells that are the product's own. */
export const contactsFile = bilingual(
  () => ({
    name: 'Nom',
    kind: 'Genre',
    email: 'Courriel',
    phone: 'Téléphone',
    file: 'contacts',
    kinds: { customer: 'Client', supplier: 'Fournisseur' },
  }),
  () => ({
    name: 'Name',
    kind: 'Kind',
    email: 'E-mail',
    phone: 'Phone',
    file: 'contacts',
    kinds: { customer: 'Customer', supplier: 'Supplier' },
  }),
);

export const reportFiles = bilingual(
  () => ({ ledger: 'grand-livre' }),
  () => ({ ledger: 'ledger' }),
);
