import { bilingual } from '../../ui/texts/bilingual.js';

export const businesses = bilingual(
  () => ({
    title: 'Choisissez une entreprise',
    lead: 'Vous faites partie de plusieurs entreprises.',
    none: 'Vous ne faites partie d’aucune entreprise pour le moment. Demandez à la personne qui vous a invité de vous donner accès.',
  }),
  () => ({
    title: 'Choose a business',
    lead: 'You belong to several businesses.',
    none: 'You do not belong to any business at the moment. Ask the person who invited you to give you access.',
  }),
);
