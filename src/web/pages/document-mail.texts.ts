import { bilingual } from '../../ui/texts/bilingual.js';

export const documentMail = bilingual(
  () => ({
    title: 'Envoyer au client',
    lead: '{number} part en PDF, dans la langue du client. Les réponses arrivent à {answers}.',
    to: 'Adresse du client',
    message: 'Message',
    withLink: 'Le lien de paiement est dans le courriel.',
    withoutLink: 'Le courriel n’a pas de lien de paiement : la facture n’en a pas d’ouvert.',
    send: 'Envoyer',
    cancel: 'Ne rien envoyer',
    problems: {
      to: 'Écrivez une adresse complète, comme nom@exemple.ca.',
      message: 'Écrivez un message, de 2 000 caractères au plus.',
    },
    mail: {
      invoice: 'Bonjour,\n\nVoici la facture {number}. Reste à payer : {open}, au plus tard le {due}.\n\nMerci!',
      creditNote: 'Bonjour,\n\nVoici la note de crédit {number}.\n\nMerci!',
      attached: 'Pièce jointe : {file}',
    },
  }),
  () => ({
    title: 'Send to the customer',
    lead: '{number} leaves as PDF, in the language of the customer. Answers go to {answers}.',
    to: 'Address of the customer',
    message: 'Message',
    withLink: 'The pay link is in the mail.',
    withoutLink: 'The mail has no pay link: the invoice has none that is open.',
    send: 'Send',
    cancel: 'Send nothing',
    problems: {
      to: 'Write a whole address, such as name@example.com.',
      message: 'Write a message of at most 2,000 characters.',
    },
    mail: {
      invoice: 'Hello,\n\nHere is invoice {number}. To be paid: {open}, by {due}.\n\nThank you!',
      creditNote: 'Hello,\n\nHere is credit note {number}.\n\nThank you!',
      attached: 'Attached: {file}',
    },
  }),
);
