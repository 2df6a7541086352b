import { bilingual } from '../texts/bilingual.js';

export const retentionTexts = bilingual(
  (n) => ({
    title: 'Conservation',
    lead: 'Ce que le produit garde, combien de temps, pourquoi, et ce qui le supprime. Ce sont les nombres avec lesquels les tâches travaillent.',
    columns: {
      what: 'Quoi',
      where: 'Où',
      keptFor: 'Combien de temps',
      why: 'Pourquoi',
      deletedBy: 'Supprimé par',
      erased: 'Après l’effacement d’une personne',
    },
    bookTables: 'toutes les tables des livres',
    always: 'toujours',
    until: (what: string) => `jusqu’à ${what}`,
    days: (count: number) => n(count, '# jour', '# jours'),
    job: 'tâche',
    nobody: 'aucune tâche',
    gone: 'rien de la personne ne reste',
    outside: 'Hors d’ici',
    outsideText:
      'Les sauvegardes de la base, ses fichiers et ses journaux binaires sont à qui exploite le produit : ce qui est supprimé ici y reste jusqu’à ce qu’ils soient remplacés.',
  }),
  (n) => ({
    title: 'Retention',
    lead: 'What the product keeps, for how long, why, and what deletes it. These are the numbers that the jobs work with.',
    columns: {
      what: 'What',
      where: 'Where',
      keptFor: 'How long',
      why: 'Why',
      deletedBy: 'Deleted by',
      erased: 'After the erasure of a person',
    },
    bookTables: 'all tables of books',
    always: 'always',
    until: (what) => `until ${what}`,
    days: (count) => n(count, '# day', '# days'),
    job: 'job',
    nobody: 'no job',
    gone: 'nothing of the person stays',
    outside: 'Outside of this',
    outsideText:
      'Backups of the database, its files and its binary logs belong to whoever runs the product: what is deleted here stays there until they are replaced.',
  }),
);
