import { bilingual } from './bilingual.js';

export const counts = bilingual(
  () => ({
    contacts: 'Contacts',
    ledgerAccounts: 'Comptes du grand livre',
    taxRates: 'Taux de taxe',
    invoices: 'Factures de vente',
    invoiceLines: 'Lignes de facture',
    recordedPayments: 'Paiements en ligne enregistrés',
    bankAccounts: 'Comptes bancaires',
    bankTransactions: 'Opérations bancaires',
    journals: 'Journaux',
    journalEntries: 'Écritures de journal',
    journalLines: 'Lignes d’écriture',
  }),
  () => ({
    contacts: 'Contacts',
    ledgerAccounts: 'Ledger accounts',
    taxRates: 'Tax rates',
    invoices: 'Sales invoices',
    invoiceLines: 'Invoice lines',
    recordedPayments: 'Online payments recorded',
    bankAccounts: 'Bank accounts',
    bankTransactions: 'Bank transactions',
    journals: 'Journals',
    journalEntries: 'Journal entries',
    journalLines: 'Journal lines',
  }),
);
