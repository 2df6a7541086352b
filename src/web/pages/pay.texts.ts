import { bilingual } from '../../ui/texts/bilingual.js';

export const pay = bilingual(
  () => ({
    title: 'Payer la facture {number}',
    titlePlain: 'Payer une facture',
    from: '{business} vous a envoyé cette facture.',
    invoice: 'Facture',
    to: 'Payée à',
    customer: 'Facturée à',
    amount: 'Montant à payer',
    paidAmount: 'Montant payé',
    button: 'Payer maintenant',
    sandbox: 'Paiement d’essai : aucune somme réelle n’est prélevée.',
    paidTitle: 'C’est payé',
    paidLead: 'Merci! {business} a reçu votre paiement.',
    paidOn: 'Payée le',
    reference: 'Référence du paiement',
    keep: 'Gardez cette référence : elle retrouve votre paiement si vous avez une question.',
    unknownTitle: 'Ce lien de paiement n’existe pas',
    unknown:
      'Vérifiez que l’adresse est complète : elle est parfois coupée dans un courriel. Sinon, demandez le lien de nouveau à l’entreprise qui vous a envoyé la facture.',
  }),
  () => ({
    title: 'Pay invoice {number}',
    titlePlain: 'Pay an invoice',
    from: '{business} sent you this invoice.',
    invoice: 'Invoice',
    to: 'Paid to',
    customer: 'Billed to',
    amount: 'Amount to pay',
    paidAmount: 'Amount paid',
    button: 'Pay now',
    sandbox: 'Test payment: no real money is taken.',
    paidTitle: 'Paid',
    paidLead: 'Thank you! {business} has received your payment.',
    paidOn: 'Paid on',
    reference: 'Payment reference',
    keep: 'Keep this reference: it finds your payment again if you have a question.',
    unknownTitle: 'This pay link does not exist',
    unknown:
      'Check that the address is complete: e-mails sometimes cut it. Otherwise ask the business that sent you the invoice for the link again.',
  }),
);
