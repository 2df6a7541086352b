import { bilingual } from './bilingual.js';

export const roles = bilingual(
  () => ({
    originalOwner: 'Propriétaire d’origine',
    owner: 'Accès complet',
    accountant: 'Comptable',
    bookkeeper: 'Tenue de livres',
    viewer: 'Lecture seule',
  }),
  () => ({
    originalOwner: 'Original owner',
    owner: 'Full access',
    accountant: 'Accountant',
    bookkeeper: 'Bookkeeper',
    viewer: 'Read only',
  }),
);
