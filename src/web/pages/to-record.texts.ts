import { bilingual } from '../../ui/texts/bilingual.js';

export const toRecord = bilingual(
  (n) => ({
    title: 'Paiements à enregistrer',
    lead: 'Ce que vos clients ont payé en ligne pour des factures qui ne sont pas dans vos livres. Les autres paiements s’enregistrent tout seuls.',
    caption: 'Paiements reçus en ligne, le plus ancien d’abord',
    none: 'Aucun paiement n’attend.',
    noneHint:
      'Un paiement apparaît ici quand sa facture n’est pas dans vos livres, par exemple après une réinitialisation. Les liens se donnent à partir des factures.',
    toInvoices: 'Voir les factures',
    reference: 'Référence',
    customer: 'Client',
    forInvoice: 'Pour la facture',
    received: 'Reçu',
    amount: 'Montant',
    record: 'Enregistrer',
    ofPayment: 'le paiement {reference}',
    newer: 'Suivants',
    first: 'Revenir aux plus anciens',
    doneTitle: 'Le paiement {reference} est enregistré',
    done: 'Une écriture a été ajoutée à vos livres.',
    seeEntries: 'Voir les écritures',
    notAllowed: 'Votre rôle ne permet pas d’enregistrer un paiement.',
    waiting: (count: number) =>
      n(
        count,
        '# paiement reçu en ligne attend d’être enregistré',
        '# paiements reçus en ligne attendent d’être enregistrés',
      ),
  }),
  (n) => ({
    title: 'Payments to record',
    lead: 'What your customers have paid online for invoices that are not in your books. Other payments are recorded by themselves.',
    caption: 'Payments received online, oldest first',
    none: 'No payment is waiting.',
    noneHint:
      'A payment appears here when its invoice is not in your books, such as after a reset. Links are given from the invoices.',
    toInvoices: 'See the invoices',
    reference: 'Reference',
    customer: 'Customer',
    forInvoice: 'For invoice',
    received: 'Received',
    amount: 'Amount',
    record: 'Record',
    ofPayment: 'payment {reference}',
    newer: 'Next',
    first: 'Back to the oldest',
    doneTitle: 'Payment {reference} is recorded',
    done: 'An entry was added to your books.',
    seeEntries: 'See the entries',
    notAllowed: 'Your role does not allow recording a payment.',
    waiting: (count) =>
      n(count, '# payment received online waits to be recorded', '# payments received online wait to be recorded'),
  }),
);
