import { bilingual } from '../../ui/texts/bilingual.js';

export const signIn = bilingual(
  () => ({
    title: 'Ouvrir une session',
    email: 'Adresse courriel',
    password: 'Mot de passe',
    submit: 'Ouvrir la session',
    noAccount: 'Pas encore de compte?',
    signUp: 'Créer un compte',
    demo: 'Comptes de démonstration',
    demoHint: 'Le mot de passe est le même pour tous : {password}',
    demoAccounts: {
      owner: 'propriétaire d’origine, édition Comptabilité',
      partner: 'accès complet à la même entreprise, sans être propriétaire d’origine',
      accountant: 'comptable de la même entreprise',
      bookkeeper: 'tient les livres de la même entreprise',
      viewer: 'consulte les livres de la même entreprise, sans rien y changer',
      expressOwner: 'propriétaire d’origine, édition Comptabilité Exprès',
    },
    keptTitle: 'Rien n’est perdu',
    kept: 'Votre session est ouverte de nouveau. Ce que vous aviez tapé est gardé : reprenez-le, et vérifiez avant d’envoyer.',
    keptContinue: 'Reprendre où j’en étais',
    problems: {
      TYPED_KEPT:
        'Votre session avait pris fin : rien n’a changé. Ouvrez-la de nouveau; ce que vous aviez tapé est gardé.',
      BAD_CREDENTIALS: 'L’adresse ou le mot de passe ne convient pas. Vérifiez les deux, puis essayez de nouveau.',
      BAD_PASSKEY: 'Cette clé d’accès n’ouvre aucun compte ici. Essayez avec votre mot de passe.',
      REQUIRED: 'Entrez votre adresse courriel et votre mot de passe.',
      TOO_MANY_REQUESTS: 'Trop d’essais de suite. Attendez quelques minutes, puis essayez de nouveau.',
      SIGNED_OUT:
        'Votre session avait pris fin : rien n’a changé. Ouvrez-la de nouveau, et vous reviendrez à la même page.',
      REASON_KEPT:
        'Votre session avait pris fin : rien n’a changé. Ouvrez-la de nouveau, et vous reviendrez à la même page; la raison que vous aviez écrite est gardée.',
    },
  }),
  () => ({
    title: 'Sign in',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    noAccount: 'No account yet?',
    signUp: 'Sign up',
    demo: 'Demo accounts',
    demoHint: 'They all have the same password: {password}',
    demoAccounts: {
      owner: 'original owner, Accounting edition',
      partner: 'full access to the same business, but not its original owner',
      accountant: 'accountant of the same business',
      bookkeeper: 'bookkeeper of the same business',
      viewer: 'looks at the books of the same business, and changes nothing',
      expressOwner: 'original owner, Express Accounting edition',
    },
    keptTitle: 'Nothing is lost',
    kept: 'You are signed in again. What you had typed is kept: take it up again, and check it before you send it.',
    keptContinue: 'Go on where I was',
    problems: {
      TYPED_KEPT: 'Your session had ended: nothing was changed. Sign in again; what you had typed is kept.',
      BAD_CREDENTIALS: 'The address or the password does not match. Check both, then try again.',
      BAD_PASSKEY: 'This passkey opens no account here. Try with your password.',
      REQUIRED: 'Enter your e-mail address and your password.',
      TOO_MANY_REQUESTS: 'Too many attempts in a row. Wait a few minutes, then try again.',
      SIGNED_OUT: 'Your session had ended, so nothing was changed. Sign in again, and you are back on the same page.',
      REASON_KEPT:
        'Your session had ended, so nothing was changed. Sign in again, and you are back on the same page; the reason that you typed is kept.',
    },
  }),
);
