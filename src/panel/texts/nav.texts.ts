import { bilingual } from '../../ui/texts/bilingual.js';

export const nav = bilingual(
  () => ({
    home: 'Accueil',
    search: 'Recherche',
    events: 'Journal d’audit',
    reviews: 'Revues',
    payments: 'Paiements à enregistrer',
    businesses: 'Entreprises',
    staff: 'Comptes du personnel',
    permissions: 'Permissions',
    retention: 'Durées de conservation',
  }),
  () => ({
    home: 'Home',
    search: 'Search',
    events: 'Audit log',
    reviews: 'Reviews',
    payments: 'Payments to record',
    businesses: 'Businesses',
    staff: 'Staff accounts',
    permissions: 'Permissions',
    retention: 'Retention',
  }),
);
