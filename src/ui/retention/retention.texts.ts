import { bilingual } from '../texts/bilingual.js';

export const retentionTexts = bilingual(
  (n) => ({
    title: 'Durées de conservation',
    rules: 'Ce qui est gardé',
    lead: 'Ce que le produit garde, combien de temps, pourquoi, et ce qui le supprime. Les tâches travaillent avec ces mêmes nombres. D’une personne effacée il ne reste que ce qui est dit ici.',
    columns: {
      what: 'Quoi',
      where: 'Où',
      keptFor: 'Combien de temps',
      why: 'Pourquoi',
      deletedBy: 'Supprimé par',
      erased: 'Reste après l’effacement d’une personne :',
    },
    bookTables: 'toutes les tables des livres',
    always: 'toujours',
    until: (what: string) => `jusqu’à ${what}`,
    days: (count: number) => n(count, '# jour', '# jours'),
    job: 'tâche',
    nobody: 'aucune tâche',
    outside: 'Hors d’ici',
    outsideText:
      'Les sauvegardes de la base, ses fichiers et ses journaux binaires sont à qui exploite le produit : ce qui est supprimé ici y reste jusqu’à ce qu’ils soient remplacés.',
  }),
  (n) => ({
    title: 'Retention',
    rules: 'What is kept',
    lead: 'What the product keeps, for how long, why, and what deletes it. The jobs work with these same numbers. Of a person who is erased nothing stays but what is said here.',
    columns: {
      what: 'What',
      where: 'Where',
      keptFor: 'How long',
      why: 'Why',
      deletedBy: 'Deleted by',
      erased: 'Stays after the erasure of a person:',
    },
    bookTables: 'all tables of books',
    always: 'always',
    until: (what) => `until ${what}`,
    days: (count) => n(count, '# day', '# days'),
    job: 'job',
    nobody: 'no job',
    outside: 'Outside of this',
    outsideText:
      'Backups of the database, its files and its binary logs belong to whoever runs the product: what is deleted here stays there until they are replaced.',
  }),
);
