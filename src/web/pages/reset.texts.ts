import { bilingual } from '../../ui/texts/bilingual.js';

export const reset = bilingual(
  (n) => ({
    title: 'Réinitialiser vos données?',
    eyebrow: 'Dernière étape',
    lead: 'Voici ce qui se passera dans les livres de {business} si vous confirmez. Rien n’est fait avant.',
    replaced: 'Remplacé',
    replacedText: 'Vos livres reviennent à ceux du jour de l’inscription.',
    seeCounts: 'Tout le détail',
    kept: 'Gardé',
    keptText:
      'Les personnes et leurs accès, l’entreprise, l’abonnement, les connexions bancaires, les paiements en ligne, les numéros de documents et l’historique.',
    payLinks: 'Liens de paiement',
    payLinksText: (count: number) =>
      n(
        count,
        '# lien de paiement reste ouvert : ce paiement serait à enregistrer à la main.',
        '# liens de paiement restent ouverts : ces paiements seraient à enregistrer à la main.',
      ),
    undo: 'Réversible',
    undoText: 'Vous pouvez tout récupérer jusqu’au {until}.',
    told: 'Annoncé',
    toldText: 'Vous et les membres qui ont l’accès complet recevez un courriel, avec la façon de revenir en arrière.',
    formTitle: 'Confirmez que c’est bien vous',
    submit: 'Réinitialiser les données',
  }),
  (n) => ({
    title: 'Reset your data?',
    eyebrow: 'Last step',
    lead: 'This is what will happen to the books of {business} if you confirm. Nothing is done before.',
    replaced: 'Replaced',
    replacedText: 'Your books go back to those of the day you signed up.',
    seeCounts: 'Every detail',
    kept: 'Kept',
    keptText:
      'People and their access, the business, your plan, bank connections, online payments, document numbers and the history.',
    payLinks: 'Payment links',
    payLinksText: (count) =>
      n(
        count,
        '# payment link stays open: that payment would have to be recorded by hand.',
        '# payment links stay open: those payments would have to be recorded by hand.',
      ),
    undo: 'Can be undone',
    undoText: 'You can recover everything until {until}.',
    told: 'Announced',
    toldText: 'You and the members with full access receive an e-mail, with the way back.',
    formTitle: 'Confirm that it is you',
    submit: 'Reset the data',
  }),
);
