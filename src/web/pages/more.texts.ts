import { bilingual } from '../../ui/texts/bilingual.js';

export const more = bilingual(
  () => ({
    title: 'Plus',
    bankFeedsHint: 'Les banques connectées, et leurs opérations.',
    payments: 'Paiements à enregistrer',
    paymentsHint: 'Ce que vos clients ont payé en ligne.',
    import: 'Importer un grand livre',
    importHint: 'Entrer d’un coup les écritures d’un fichier FEC.',
    history: 'Historique',
    historyHint: 'Qui a fait quoi, et quand.',
    settings: 'Paramètres',
    settingsHint: 'L’entreprise, la langue, Gérer vos données.',
  }),
  () => ({
    bankFeedsHint: 'The banks that are connected, and their transactions.',
    payments: 'Payments to record',
    paymentsHint: 'What your customers have paid online.',
    title: 'More',
    import: 'Import a ledger',
    importHint: 'Enter all the entries of a FEC file at once.',
    history: 'History',
    historyHint: 'Who did what, and when.',
    settings: 'Settings',
    settingsHint: 'The business, the language, Manage your data.',
  }),
);
