import { bilingual } from '../../../ui/texts/bilingual.js';

export const paymentsGeneral = bilingual(
  (n) => ({
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
  }),
  (n) => ({
    title: 'Payments to record',
    lead: 'What customers have paid online and businesses have not put in their books yet, oldest first.',
    caption: 'Payments that wait',
    found: (count) => n(count, '# payment on this page', '# payments on this page'),
    none: 'No payment is waiting.',
    noneHere: 'No payment of this business waits to be recorded.',
    notHere:
      'A payment that is not here was recorded by the business in its books. After a reset or a restore it may wait again: the timeline says when it was received and recorded.',
    whoTitle: 'Staff record no payment',
    byOwner:
      'Only the business records its payments, under “Payments to record”. No staff role allows it: that would be writing in somebody else’s books.',
    reference: 'Reference',
    business: 'Business',
    received: 'Received',
    amount: 'Amount',
    next: 'Next',
    first: 'Back to the oldest',
  }),
);
