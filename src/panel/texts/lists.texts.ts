import { bilingual } from '../../ui/texts/bilingual.js';

export const lists = bilingual(
  (n) => ({
    businesses: 'Entreprises',
    staff: 'Comptes du personnel',
    filter: { businesses: 'Le nom commence par', staff: 'L’adresse commence par' },
    apply: 'Filtrer',
    found: (count: number) => n(count, '# ligne', '# lignes'),
    none: 'Aucune ligne ne correspond.',
    next: 'Page suivante',
    previous: 'Page précédente',
    inUse: 'En usage',
  }),
  (n) => ({
    businesses: 'Businesses',
    staff: 'Staff accounts',
    filter: { businesses: 'The name begins with', staff: 'The address begins with' },
    apply: 'Filter',
    found: (count) => n(count, '# row', '# rows'),
    none: 'No row matches.',
    next: 'Next page',
    previous: 'Previous page',
    inUse: 'In use',
  }),
);
