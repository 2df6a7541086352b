import { bilingual } from '../../../ui/texts/bilingual.js';

export const form = bilingual(
  () => ({
    title: 'Pourquoi',
    reason: 'Raison',
    reasonHint:
      'Ce qui a été demandé, par qui et comment la personne a été reconnue. De 10 à 500 caractères; la ou le propriétaire ne la voit pas.',
    ticket: 'Numéro du billet',
    ticketHint: 'Tel qu’il est dans le système du soutien, par exemple SUP-1234.',
    problemTitle: 'Il y a un problème',
    problems: {
      reason: 'Écrivez la raison, en 10 à 500 caractères.',
      ticket: 'Entrez le numéro du billet : des lettres, des chiffres et # _ . : / -, sans espace.',
    },
    codes: {
      UNAUTHENTICATED:
        'Votre session a pris fin : rien n’a été changé. Ouvrez-la de nouveau et vous serez sur cette page.',
      INVALID_STATE: 'La situation a changé entre-temps : rien n’a été fait. Voici où elle en est maintenant.',
      NOT_FOUND: 'Ce dont il s’agissait n’est plus là. Rien n’a été changé.',
      IDEMPOTENCY_KEY_REUSED:
        'Ce formulaire a déjà été envoyé, avec d’autres mots. Vérifiez dans l’historique ce qui a été fait avant de l’envoyer de nouveau.',
      REQUEST_IN_PROGRESS: 'La même demande est déjà en cours. Attendez un moment, puis essayez de nouveau.',
      FORBIDDEN: 'Votre rôle ne le permet pas, ou c’est à quelqu’un d’autre de décider. Rien n’a été changé.',
      SNAPSHOT_EXPIRED: 'La suppression de cet instantané a commencé : il est trop tard pour le conserver.',
    },
    submit: {
      'disconnect-feed': 'Demander la déconnexion',
      'lift-sign-in-lock': 'Demander la levée du blocage',
      'send-link': 'Envoyer le lien',
      'resend-notice': 'Envoyer l’avis',
    },
    working: 'Un instant…',
    cancel: 'Ne rien faire',
  }),
  () => ({
    title: 'Why',
    reason: 'Reason',
    reasonHint:
      'What was asked for, by whom, and how you know that it was them. 10 to 500 characters; the owner does not see it.',
    ticket: 'Ticket number',
    ticketHint: 'As it is in the support system, for instance SUP-1234.',
    problemTitle: 'There is a problem',
    problems: {
      reason: 'Write the reason, in 10 to 500 characters.',
      ticket: 'Enter the number of the ticket: letters, digits and # _ . : / -, without spaces.',
    },
    codes: {
      UNAUTHENTICATED: 'Your session has ended, so nothing was changed. Sign in again, and you are back on this page.',
      INVALID_STATE: 'Things have changed in the meantime, so nothing was done. This is how they stand now.',
      NOT_FOUND: 'What this was about is no longer there. Nothing was changed.',
      IDEMPOTENCY_KEY_REUSED:
        'This form was sent already, with other words. Check in the timeline what was done before you send it again.',
      REQUEST_IN_PROGRESS: 'The same request is under way already. Wait a moment, then try again.',
      FORBIDDEN: 'Your role does not allow this, or somebody else must decide it. Nothing was changed.',
      SNAPSHOT_EXPIRED: 'The deletion of this snapshot has begun: it is too late to hold it.',
    },
    submit: {
      'disconnect-feed': 'Ask for the disconnection',
      'lift-sign-in-lock': 'Ask for the lock to be lifted',
      'send-link': 'Send the link',
      'resend-notice': 'Send the notice',
    },
    working: 'One moment…',
    cancel: 'Do nothing',
  }),
);
