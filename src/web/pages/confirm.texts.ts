import { bilingual } from '../../ui/texts/bilingual.js';

export const confirm = bilingual(
  () => ({
    emailLabel: 'Adresse courriel de votre inscription',
    emailHint:
      'L’adresse avec laquelle vous vous êtes inscrit, même si vous en avez changé depuis. Majuscules et espaces autour ne comptent pas.',
    passwordLabel: 'Votre mot de passe',
    passwordHint: 'Votre session est ouverte depuis plus d’une heure : il montre que c’est encore vous.',
    reasonLabel: 'Pourquoi',
    reasonHint: 'Une note pour vous et votre comptable, gardée dans l’historique.',
    problems: {
      SIGN_UP_EMAIL_MISMATCH:
        'Ce n’est pas l’adresse de votre inscription. Rien n’a changé. Essayez celle que vous utilisiez au tout début.',
      REQUIRED: 'Tapez l’adresse de votre inscription pour confirmer.',
      REAUTHENTICATION_REQUIRED: 'Entrez aussi votre mot de passe. Rien n’a changé; ce que vous avez écrit est gardé.',
      BAD_PASSWORD: 'Ce mot de passe ne convient pas. Rien n’a changé; ce que vous avez écrit est gardé.',
      IDEMPOTENCY_KEY_REUSED:
        'Cette page avait déjà servi. Rien de plus n’a changé. Vérifiez, puis confirmez de nouveau.',
      TOO_MANY_REQUESTS: 'Trop d’essais de suite. Rien n’a changé. Attendez quelques minutes, puis essayez de nouveau.',
      BANK_FEEDS_CONNECTED: 'Une banque est encore connectée. Rien n’a changé. Déconnectez-la, puis confirmez.',
      WRITE_IN_PROGRESS: 'Une importation est en cours. Rien n’a changé. Attendez qu’elle finisse, puis confirmez.',
      AUDIT_UNAVAILABLE:
        'L’historique ne peut pas être écrit en ce moment. Rien n’a changé. Réessayez dans quelques minutes.',
      SNAPSHOT_EXPIRED: 'Cet instantané n’est plus gardé. Rien n’a changé. Choisissez-en un autre.',
      NOTHING_TO_RESET: 'Il n’y a rien à réinitialiser. Rien n’a changé.',
      NOTHING_TO_RESTORE: 'Il n’y a rien à récupérer. Rien n’a changé.',
      OUTCOME_UNKNOWN:
        'La base de données s’est tue avant de dire si c’est fait. Regardez vos livres avant d’essayer de nouveau.',
      OTHER: 'Cela n’a pas pu se faire. Rien n’a changé. Essayez de nouveau dans un moment.',
    },
    cancel: 'Annuler, ne rien changer',
    blockedNote: 'Tant que cela bloque, confirmer ne changera rien.',
  }),
  () => ({
    emailLabel: 'E-mail address used to sign up',
    emailHint:
      'The address you used to sign up, even if you changed it since. Capitals and spaces around it do not matter.',
    passwordLabel: 'Your password',
    passwordHint: 'You signed in more than an hour ago: it shows that it is still you.',
    reasonLabel: 'Why',
    reasonHint: 'A note for you and your accountant, kept in the history.',
    problems: {
      SIGN_UP_EMAIL_MISMATCH:
        'This is not the address you signed up with. Nothing has changed. Try the one you used at the very beginning.',
      REQUIRED: 'Type the address you signed up with to confirm.',
      REAUTHENTICATION_REQUIRED: 'Enter your password too. Nothing has changed; what you typed is kept.',
      BAD_PASSWORD: 'This password is not right. Nothing has changed; what you typed is kept.',
      IDEMPOTENCY_KEY_REUSED: 'This page had been used already. Nothing more has changed. Check, then confirm again.',
      TOO_MANY_REQUESTS: 'Too many attempts in a row. Nothing has changed. Wait a few minutes, then try again.',
      BANK_FEEDS_CONNECTED: 'A bank is still connected. Nothing has changed. Disconnect it, then confirm.',
      WRITE_IN_PROGRESS: 'An import is running. Nothing has changed. Wait until it is done, then confirm.',
      AUDIT_UNAVAILABLE:
        'The history cannot be written at the moment. Nothing has changed. Try again in a few minutes.',
      SNAPSHOT_EXPIRED: 'This snapshot is no longer kept. Nothing has changed. Choose another.',
      NOTHING_TO_RESET: 'There is nothing to reset. Nothing has changed.',
      NOTHING_TO_RESTORE: 'There is nothing to recover. Nothing has changed.',
      OUTCOME_UNKNOWN:
        'The database fell silent before it said whether this was done. Look at your books before you try again.',
      OTHER: 'This could not be done. Nothing has changed. Try again in a moment.',
    },
    cancel: 'Cancel, change nothing',
    blockedNote: 'As long as this blocks, confirming changes nothing.',
  }),
);
