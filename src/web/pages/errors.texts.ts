import { bilingual } from '../../ui/texts/bilingual.js';

export const errors = bilingual(
  (n) => ({
    reference: 'Référence pour le soutien :',
    actions: { signIn: 'Ouvrir une session', tryAgain: 'Essayer de nouveau', home: 'Retour à l’accueil' },
    retryAfter: (seconds: number) => n(seconds, 'Réessayez dans # seconde.', 'Réessayez dans # secondes.'),
    faults: {
      GIVEN_TWICE: 'a été envoyé plus d’une fois.',
      EMPTY: 'est vide.',
      CONTROL_CHARACTERS: 'contient des caractères qui ne peuvent pas être affichés.',
      LINE_BREAKS: 'doit tenir sur une seule ligne.',
      TOO_LONG: 'est trop long.',
      OTHER: 'ne convient pas.',
    },
    pages: {
      '400': {
        title: 'Cette demande n’a pas pu être lue',
        text: 'Rien n’a changé. Revenez à la page précédente et essayez de nouveau.',
      },
      '403': {
        title: 'Vous ne pouvez pas faire cela',
        text: 'Votre rôle ne le permet pas. Rien n’a changé. Une personne qui a l’accès complet peut vous aider.',
      },
      '404': {
        title: 'Cette page est introuvable',
        text: 'Elle n’existe pas, ou elle appartient à une entreprise dont vous ne faites pas partie.',
      },
      '409': {
        title: 'Ce n’est pas possible en ce moment',
        text: 'Quelque chose a changé entre-temps. Vos données sont intactes. Revenez en arrière pour voir où en sont les choses.',
      },
      '410': {
        title: 'Cet instantané n’est plus gardé',
        text: 'Sa période de conservation est terminée. Vos livres actuels sont intacts.',
      },
      '413': { title: 'Le fichier est trop gros', text: 'Rien n’a été enregistré. Partagez-le en plusieurs fichiers.' },
      '422': {
        title: 'Quelque chose manque ou ne convient pas',
        text: 'Rien n’a changé. Revenez à la page précédente et vérifiez ce que vous avez entré.',
      },
      '429': {
        title: 'Trop de demandes de suite',
        text: 'Pour protéger votre compte, nous faisons une pause. Rien n’a changé.',
      },
      '500': {
        title: 'Quelque chose s’est brisé de notre côté',
        text: 'Ce n’est pas votre faute. Ce que vous faisiez est soit entièrement fait, soit pas fait du tout : vérifiez, puis essayez de nouveau.',
      },
      '503': {
        title: 'Ardoise n’est pas disponible en ce moment',
        text: 'Vos données sont intactes. Cela revient d’ordinaire en quelques minutes.',
      },
    },
  }),
  (n) => ({
    reference: 'Reference for support:',
    actions: { signIn: 'Sign in', tryAgain: 'Try again', home: 'Back to home' },
    retryAfter: (seconds) => n(seconds, 'Try again in # second.', 'Try again in # seconds.'),
    faults: {
      GIVEN_TWICE: 'was sent more than once.',
      EMPTY: 'is empty.',
      CONTROL_CHARACTERS: 'holds characters that cannot be shown.',
      LINE_BREAKS: 'must be on a single line.',
      TOO_LONG: 'is too long.',
      OTHER: 'does not fit.',
    },
    pages: {
      '400': {
        title: 'This request could not be read',
        text: 'Nothing has changed. Go back to the previous page and try again.',
      },
      '403': {
        title: 'You cannot do this',
        text: 'Your role does not allow it. Nothing has changed. Somebody with full access can help you.',
      },
      '404': {
        title: 'This page cannot be found',
        text: 'It does not exist, or it belongs to a business you are not part of.',
      },
      '409': {
        title: 'This is not possible at the moment',
        text: 'Something changed in the meantime. Your data are intact. Go back to see where things stand.',
      },
      '410': {
        title: 'This snapshot is no longer kept',
        text: 'The time for which it is kept is over. Your current books are intact.',
      },
      '413': { title: 'The file is too large', text: 'Nothing was recorded. Split it into several files.' },
      '422': {
        title: 'Something is missing or does not fit',
        text: 'Nothing has changed. Go back to the previous page and check what you entered.',
      },
      '429': {
        title: 'Too many requests in a row',
        text: 'To protect your account we are pausing. Nothing has changed.',
      },
      '500': {
        title: 'Something broke on our side',
        text: 'It is not your fault. What you were doing is either entirely done or not done at all: check, then try again.',
      },
      '503': {
        title: 'Ardoise is not available at the moment',
        text: 'Your data are intact. This usually comes back within minutes.',
      },
    },
  }),
);
