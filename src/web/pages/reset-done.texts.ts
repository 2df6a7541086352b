import { bilingual } from '../../ui/texts/bilingual.js';

export const resetDone = bilingual(
  () => ({
    title: 'Vos données sont réinitialisées',
    lead: 'Vos livres sont comme au jour de l’inscription. Tout ce qu’il y avait est gardé.',
    receipt: 'Ce qui a été fait',
    at: 'Fait le',
    until: 'Récupérable jusqu’au',
    mail: 'Un courriel vous le confirme, à vous et aux membres qui ont l’accès complet.',
    nextTitle: 'Et maintenant',
    next: {
      import: 'Importer un grand livre',
      importHint: 'Le même fichier qu’avant peut servir de nouveau.',
      bank: 'Reconnecter une banque',
      bankHint: 'Quand les comptes bancaires seront recréés.',
      home: 'Aller à l’accueil',
      homeHint: 'Voir les livres tels qu’ils sont.',
    },
    mistakeTitle: 'C’était une erreur?',
    mistakeText: 'Vous pouvez revenir exactement à ce qu’il y avait. Vous verrez le détail avant de confirmer.',
    recover: 'Récupérer mes données',
  }),
  () => ({
    title: 'Your data are reset',
    lead: 'Your books are as on the day you signed up. Everything that was there is kept.',
    receipt: 'What was done',
    at: 'Done on',
    until: 'Can be recovered until',
    mail: 'An e-mail confirms it, to you and to the members with full access.',
    nextTitle: 'What now',
    next: {
      import: 'Import a ledger',
      importHint: 'The same file as before can be used again.',
      bank: 'Reconnect a bank',
      bankHint: 'Once the bank accounts are created again.',
      home: 'Go to home',
      homeHint: 'See the books as they are.',
    },
    mistakeTitle: 'Was it a mistake?',
    mistakeText: 'You can go back to exactly what was there. You will see the details before you confirm.',
    recover: 'Recover my data',
  }),
);
