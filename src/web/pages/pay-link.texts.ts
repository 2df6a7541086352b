import { bilingual } from '../../ui/texts/bilingual.js';

export const payLink = bilingual(
  () => ({
    title: 'Lien de paiement de la facture {number}',
    titlePlain: 'Lien de paiement',
    lead: 'Copiez cette adresse dans un courriel ou un message à votre client. Elle mène à une page avec le bouton « Payer maintenant ».',
    address: 'Adresse à envoyer',
    addressHint: 'Qui a cette adresse peut voir le montant et payer, rien de plus.',
    open: 'Voir la page du client',
    keeps:
      'Le lien reste bon jusqu’à ce qu’il soit payé, même si vous réinitialisez vos données. Le paiement s’enregistre tout seul si la facture est dans vos livres; sinon il vous attend sous « Paiements à enregistrer ».',
    copy: 'Copier l’adresse',
    copied: 'Copiée',
    qr: 'L’adresse en code QR',
    revokeTitle: 'Retirer ce lien',
    revokeHint: 'Personne ne peut plus payer par lui, et sa page le dit. Vous pouvez en demander un autre.',
    revoke: 'Retirer le lien',
    back: 'Retour aux factures',
    noneTitle: 'Cette facture n’a pas de lien ouvert',
    nonePaid: 'Rien n’est à recevoir pour cette facture.',
    noneReceived: 'Elle a été payée en ligne. Le paiement attend d’être enregistré.',
  }),
  () => ({
    title: 'Pay link of invoice {number}',
    titlePlain: 'Pay link',
    lead: 'Copy this address into an e-mail or a message to your customer. It leads to a page with the button “Pay now”.',
    address: 'Address to send',
    addressHint: 'Whoever has this address can see the amount and pay, nothing more.',
    open: 'See the customer’s page',
    keeps:
      'The link stays good until it is paid, even if you reset your data. The payment is recorded by itself if the invoice is in your books; otherwise it waits for you under “Payments to record”.',
    copy: 'Copy the address',
    copied: 'Copied',
    qr: 'The address as a QR code',
    revokeTitle: 'Take this link back',
    revokeHint: 'Nobody can pay through it any more, and its page says so. You can ask for another one.',
    revoke: 'Take the link back',
    back: 'Back to the invoices',
    noneTitle: 'This invoice has no open link',
    nonePaid: 'Nothing is due of this invoice.',
    noneReceived: 'It was paid online. The payment waits to be recorded.',
  }),
);
