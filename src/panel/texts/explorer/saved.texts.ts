import { bilingual } from '../../../ui/texts/bilingual.js';

export const saved = bilingual(
  () => ({
    title: 'Vues enregistrées',
    none: 'Aucune vue pour l’instant. Filtrez, puis donnez un nom à ce que vous voyez.',
    mine: 'à vous seul',
    shared: 'partagée',
    by: 'de {name}',
    saveTitle: 'Enregistrer ce filtre',
    name: 'Nom de la vue',
    nameHint: 'Jusqu’à 100 caractères.',
    isShared: 'Partager avec toute la conformité',
    save: 'Enregistrer',
    done: 'La vue est enregistrée.',
    remove: 'Supprimer',
    removeAbout: 'la vue {name}',
    goneAlready: 'Cette vue était déjà supprimée. Voici les vues qu’il y a.',
    problems: {
      ALREADY_EXISTS: 'Vous avez déjà une vue de ce nom. Choisissez-en un autre.',
      VALIDATION: 'Donnez un nom de 1 à 100 caractères, et un filtre sans erreur.',
    },
  }),
  () => ({
    title: 'Saved views',
    none: 'No view yet. Filter, then give what you see a name.',
    mine: 'yours alone',
    shared: 'shared',
    by: 'by {name}',
    saveTitle: 'Save this filter',
    name: 'Name of the view',
    nameHint: 'Up to 100 characters.',
    isShared: 'Share with all of compliance',
    save: 'Save',
    done: 'The view is saved.',
    remove: 'Delete',
    removeAbout: 'the view {name}',
    goneAlready: 'This view was deleted already. These are the views that there are.',
    problems: {
      ALREADY_EXISTS: 'You have a view of that name already. Choose another one.',
      VALIDATION: 'Give a name of 1 to 100 characters, and a filter without mistakes.',
    },
  }),
);
