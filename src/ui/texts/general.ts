import { bilingual } from './bilingual.js';

export const general = bilingual(
  () => ({
    brand: 'Ardoise',
    tagline: 'La tenue de livres où l’on peut recommencer, et revenir en arrière.',
  }),
  () => ({
    brand: 'Ardoise',
    tagline: 'Bookkeeping where you can start over, and come back.',
  }),
);
