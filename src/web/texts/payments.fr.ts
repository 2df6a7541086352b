import { plural } from './plural.js';

const n = plural('fr');

/** Invoices with a *Payer maintenant* link, the customer's pay page, and what waits to be recorded. */
export const paymentsFr = {
  invoices: {
    title: 'Factures',
    lead: 'Donnez à un client un lien pour payer sa facture en ligne. Vous l’envoyez vous-même, où vous voulez.',
    caption: 'Factures de vente',
    none: 'Aucune facture pour le moment.',
    number: 'Numéro',
    customer: 'Client',
    issuedOn: 'Date',
    total: 'Total',
    due: 'À recevoir',
    state: 'État',
    states: {
      due: 'À payer',
      linked: 'Lien donné',
      received: 'Payée, à enregistrer',
      paid: 'Payée',
    },
    getLink: 'Obtenir un lien',
    showLink: 'Voir le lien',
    record: 'Enregistrer le paiement',
    ofInvoice: 'de la facture {number}',
    notAllowed: 'Votre rôle ne permet pas de donner un lien de paiement.',
    seePayments: 'Paiements à enregistrer',
  },

  payLink: {
    title: 'Lien de paiement de la facture {number}',
    titlePlain: 'Lien de paiement',
    lead: 'Copiez cette adresse dans un courriel ou un message à votre client. Elle mène à une page avec le bouton « Payer maintenant ».',
    address: 'Adresse à envoyer',
    addressHint: 'Qui a cette adresse peut voir le montant et payer, rien de plus.',
    open: 'Voir la page du client',
    keeps:
      'Le lien reste bon jusqu’à ce qu’il soit payé, même si vous réinitialisez vos données. Le paiement vous attendra sous « Paiements à enregistrer ».',
    back: 'Retour aux factures',
    noneTitle: 'Cette facture n’a pas de lien ouvert',
    nonePaid: 'Rien n’est à recevoir pour cette facture.',
    noneReceived: 'Elle a été payée en ligne. Le paiement attend d’être enregistré.',
  },

  toRecord: {
    title: 'Paiements à enregistrer',
    lead: 'Ce que vos clients ont payé en ligne. Rien n’entre tout seul dans vos livres : vous enregistrez chaque paiement.',
    caption: 'Paiements reçus en ligne, le plus ancien d’abord',
    none: 'Aucun paiement n’attend.',
    noneHint:
      'Quand un client paie au moyen d’un lien, son paiement apparaît ici. Les liens se donnent à partir des factures.',
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
  },

  record: {
    title: 'Enregistrer le paiement {reference}',
    titlePlain: 'Enregistrer un paiement',
    lead: 'Choisissez à quoi ce paiement correspond dans vos livres d’aujourd’hui.',
    payment: 'Le paiement',
    notHere:
      'La facture {number} n’est pas dans vos livres actuels : ils ont été réinitialisés ou remplacés depuis. Choisissez-en une autre, ou un autre revenu.',
    formTitle: 'Où l’enregistrer',
    target: 'Enregistrer sur',
    targetHint: 'La facture proposée est celle du lien de paiement.',
    otherIncome: 'Autre revenu, sans facture',
    proposed: '{number}, {customer}, {amount} (proposée)',
    option: '{number}, {customer}, {amount}',
    byNumber: 'Une autre facture, par son numéro',
    number: 'Numéro de la facture',
    numberHint: 'Seulement si vous avez choisi « Une autre facture, par son numéro ».',
    effect: 'Une écriture sera ajoutée : au débit du compte bancaire, au crédit des comptes clients ou d’un revenu.',
    submit: 'Enregistrer ce paiement',
    cancel: 'Ne rien enregistrer',
    problems: {
      REQUIRED: 'Choisissez où enregistrer ce paiement.',
      NUMBER_REQUIRED: 'Entrez le numéro de la facture.',
      UNKNOWN: 'Cette facture n’est pas dans vos livres actuels. Choisissez-en une autre.',
    },
    alreadyTitle: 'Ce paiement n’attend plus',
    already: 'Il a été enregistré entre-temps. Rien n’a été ajouté une seconde fois.',
  },

  pay: {
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
  },
};
