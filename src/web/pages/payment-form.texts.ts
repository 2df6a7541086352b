import { bilingual } from '../../ui/texts/bilingual.js';

export const paymentForm = bilingual(
  () => ({
    title: 'Recevoir un paiement',
    lead: 'Facture {number}, {customer} : {open} à payer.',
    amount: 'Montant reçu',
    paidOn: 'Reçu le',
    account: 'Où l’argent est arrivé',
    cash: 'Caisse et autres : compte {account}',
    preview: 'Voir l’écriture',
    submit: 'Recevoir ce paiement',
    cancel: 'Ne rien recevoir',
    nothingOpen: 'Rien n’est à payer de cette facture.',
    problems: {
      TOO_MUCH: 'C’est plus que ce qui reste à payer : {open}.',
      NOT_POSITIVE: 'Un paiement est de plus que zéro.',
    },
  }),
  () => ({
    title: 'Receive a payment',
    lead: 'Invoice {number}, {customer}: {open} to pay.',
    amount: 'Amount received',
    paidOn: 'Received on',
    account: 'Where the money arrived',
    cash: 'Cash and others: account {account}',
    preview: 'See the entry',
    submit: 'Receive this payment',
    cancel: 'Receive nothing',
    nothingOpen: 'Nothing is to be paid of this invoice.',
    problems: {
      TOO_MUCH: 'This is more than is to be paid: {open}.',
      NOT_POSITIVE: 'A payment is of more than nothing.',
    },
  }),
);
