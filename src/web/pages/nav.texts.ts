import { bilingual } from '../../ui/texts/bilingual.js';

export const nav = bilingual(
  () => ({
    home: 'Accueil',
    journal: 'Écritures',
    import: 'Importer',
    invoices: 'Factures',
    payments: 'Paiements',
    bankFeeds: 'Banques',
    reports: 'Rapports',
    history: 'Historique',
    settings: 'Paramètres',
    more: 'Plus',
    personalisation: 'Personnalisation',
    manageYourData: 'Gérer vos données',
  }),
  () => ({
    home: 'Home',
    journal: 'Entries',
    import: 'Import',
    invoices: 'Invoices',
    payments: 'Payments',
    bankFeeds: 'Bank feeds',
    reports: 'Reports',
    history: 'History',
    settings: 'Settings',
    more: 'More',
    personalisation: 'Personalisation',
    manageYourData: 'Manage your data',
  }),
);
