import { bilingual } from './bilingual.js';

export const layout = bilingual(
  () => ({
    skip: 'Aller au contenu',
    mainNavigation: 'Navigation principale',
    breadcrumbs: 'Fil d’Ariane',
    account: 'Compte',
    signedInAs: 'Session ouverte par',
    switchBusiness: 'Changer d’entreprise',
    allBusinesses: 'Toutes vos entreprises',
    signOut: 'Se déconnecter',
    otherLanguage: 'English',
    footer: 'Ardoise garde ce qu’une réinitialisation remplace, le temps de changer d’avis.',
  }),
  () => ({
    skip: 'Skip to content',
    mainNavigation: 'Main navigation',
    breadcrumbs: 'Breadcrumb',
    account: 'Account',
    signedInAs: 'Signed in as',
    switchBusiness: 'Switch business',
    allBusinesses: 'All your businesses',
    signOut: 'Sign out',
    otherLanguage: 'Français',
    footer: 'Ardoise keeps what a reset replaces, long enough to change your mind.',
  }),
);
