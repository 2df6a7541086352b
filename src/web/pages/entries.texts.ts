import { bilingual } from '../../ui/texts/bilingual.js';

export const entries = bilingual(
  () => ({
    date: 'Date',
    piece: 'Pièce',
    journal: 'Journal',
    memo: 'Libellé',
    account: 'Compte',
    name: 'Nom',
    debit: 'Débit',
    credit: 'Crédit',
    balance: 'Solde',
    amount: 'Montant',
    noMemo: 'Sans libellé',
    none: 'Aucune écriture pour le moment.',
    lines: 'Voir les lignes',
  }),
  () => ({
    date: 'Date',
    piece: 'Document',
    journal: 'Journal',
    memo: 'Memo',
    account: 'Account',
    name: 'Name',
    debit: 'Debit',
    credit: 'Credit',
    balance: 'Balance',
    amount: 'Amount',
    noMemo: 'No memo',
    none: 'No entries at the moment.',
    lines: 'Show the lines',
  }),
);
