import { bilingual } from '../../ui/texts/bilingual.js';

/** What the owner sees; the labels are those of the owner's own page. */
export const ownerPage = bilingual(
  () => ({
    caption: 'Ce que la personne propriétaire voit sous « Gérer vos données »',
    prepare: 'Préparez : rapports à imprimer, ce qui sera remplacé et gardé',
    notShown: 'Le contenu des livres n’est pas montré ici.',
    banks: 'Banques encore connectées',
    noBanks: 'Aucune.',
    disconnect: 'Déconnecter',
    reset: 'Réinitialiser mes données',
    recover: 'Récupérer mes données',
    ready: 'Prêt : mène à la confirmation par l’adresse de l’inscription.',
  }),
  () => ({
    caption: 'What the owner sees under “Manage your data”',
    prepare: 'Prepare: reports to print, what will be replaced and kept',
    notShown: 'The content of the books is not shown here.',
    banks: 'Banks still connected',
    noBanks: 'None.',
    disconnect: 'Disconnect',
    reset: 'Reset my data',
    recover: 'Recover my data',
    ready: 'Ready: leads to the confirmation by the sign-up address.',
  }),
);
