import { plural } from '../../web/texts/plural.js';

const n = plural('fr');

export const panelPaymentsFr = {
  title: 'Paiements à enregistrer',
  lead: 'Ce que des clients ont payé en ligne et que les entreprises n’ont pas encore inscrit dans leurs livres, du plus ancien au plus récent.',
  caption: 'Paiements qui attendent',
  found: (count: number) => n(count, '# paiement sur cette page', '# paiements sur cette page'),
  none: 'Aucun paiement n’attend.',
  noneHere: 'Aucun paiement de cette entreprise n’attend d’être enregistré.',
  notHere:
    'Un paiement qui n’est pas ici a été enregistré par l’entreprise dans ses livres. Après une réinitialisation ou une récupération, il peut attendre de nouveau : l’historique dit quand il a été reçu et enregistré.',
  whoTitle: 'Le personnel n’enregistre aucun paiement',
  byOwner:
    'Seule l’entreprise enregistre ses paiements, sous « Paiements à enregistrer ». Aucun rôle du personnel ne le permet : ce serait écrire dans les livres d’une autre personne.',
  reference: 'Référence',
  business: 'Entreprise',
  received: 'Reçu',
  amount: 'Montant',
  next: 'Suivants',
  first: 'Revenir aux plus anciens',
};
