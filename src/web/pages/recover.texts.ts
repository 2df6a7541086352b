import { bilingual } from '../../ui/texts/bilingual.js';

export const recover = bilingual(
  () => ({
    title: 'Récupérer vos données?',
    lead: 'Les livres de {business} reviendront exactement à ce qu’ils étaient juste avant le {at}.',
    compareTitle: 'Ce qui revient, ce qui sera écrasé',
    compareCaption: 'Comparaison, par sorte de données',
    comesBack: 'Revient',
    overwritten: 'Écrasé',
    comesBackLong: 'Ce qui revient',
    comesBackText: 'Dans l’instantané du {at}',
    overwrittenLong: 'Ce qui sera écrasé',
    overwrittenText: 'Dans vos livres en ce moment',
    undo: 'Ce qui est écrasé n’est pas perdu : cela devient un instantané à son tour, gardé jusqu’au {until}.',
    payments:
      'Les paiements en ligne reçus entre-temps restent à enregistrer à la main; la facture qui correspond vous sera proposée.',
    chooseTitle: 'Choisir un autre instantané',
    choose: 'Instantané',
    chooseOption: '{at}, {holds}',
    chooseSubmit: 'Afficher celui-ci',
    lookFirst: 'Seulement regarder, sans rien changer',
    formTitle: 'Confirmez que c’est bien vous',
    submit: 'Récupérer les données',
    nothingTitle: 'Il n’y a rien à récupérer',
    emptyTitle: 'Revenir à des livres vides?',
    emptyText:
      'L’instantané que vous avez choisi contient des livres comme au jour de l’inscription : le plan comptable et les taux de taxe de départ, rien d’autre. Pour retrouver ce que vous aviez saisi, choisissez-en un autre.',
    nothingText: 'Aucune réinitialisation n’a été faite, ou ses instantanés ne sont plus gardés.',
    undoneTitle: 'Il ne reste aucune réinitialisation à annuler',
    undoneText:
      'Vos livres sont ouverts, et aucune réinitialisation n’attend d’être annulée. Vous pouvez encore revenir à l’un de ces instantanés.',
  }),
  () => ({
    title: 'Recover your data?',
    lead: 'The books of {business} go back to exactly what they were just before {at}.',
    compareTitle: 'What comes back, what is overwritten',
    compareCaption: 'Comparison, by kind of data',
    comesBack: 'Comes back',
    overwritten: 'Overwritten',
    comesBackLong: 'What comes back',
    comesBackText: 'In the snapshot of {at}',
    overwrittenLong: 'What will be overwritten',
    overwrittenText: 'In your books right now',
    undo: 'What is overwritten is not lost: it becomes a snapshot in its turn, kept until {until}.',
    payments:
      'Online payments received in between still have to be recorded by hand; the matching invoice will be proposed.',
    chooseTitle: 'Choose another snapshot',
    choose: 'Snapshot',
    chooseOption: '{at}, {holds}',
    chooseSubmit: 'Show this one',
    lookFirst: 'Only look, without changing anything',
    formTitle: 'Confirm that it is you',
    submit: 'Recover the data',
    emptyTitle: 'Go back to empty books?',
    emptyText:
      'The snapshot that you chose holds books as on the day of sign-up: the default chart of accounts and tax rates, nothing else. To get back what you had entered, choose another.',
    nothingTitle: 'There is nothing to recover',
    nothingText: 'No reset was made, or its snapshots are no longer kept.',
    undoneTitle: 'No reset is left to undo',
    undoneText:
      'Your books are open, and no reset waits to be undone. You can still go back to one of these snapshots.',
  }),
);
