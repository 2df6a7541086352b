import { bilingual } from '../../ui/texts/bilingual.js';

export const signIn = bilingual(
  () => ({
    title: 'Personnel : ouvrir une session',
    lead: 'Réservé aux équipes du soutien, de la conformité et de l’exploitation.',
    email: 'Adresse courriel',
    password: 'Mot de passe',
    submit: 'Ouvrir la session',
    passkey: 'Ouvrir avec une clé d’accès',
    signOn: (name?: string) => (name === undefined ? 'Continuer chez votre organisation' : `Continuer avec ${name}`),
    breakGlass: 'Compte local d’exploitation',
    breakGlassHint:
      'Pour le jour où le fournisseur de connexion ne répond pas. Chaque usage est inscrit comme tel au journal.',
    recorded: 'Chaque ouverture de session, et chaque entreprise consultée, est inscrite au journal d’audit.',
    problems: {
      BAD_CREDENTIALS: 'L’adresse ou le mot de passe ne convient pas. Vérifiez les deux, puis essayez de nouveau.',
      REQUIRED: 'Entrez votre adresse courriel et votre mot de passe.',
      TOO_MANY_REQUESTS: 'Trop d’essais de suite. Attendez quelques minutes, puis essayez de nouveau.',
      BAD_PASSKEY: 'Cette clé d’accès n’ouvre aucun compte ici. Essayez-en une autre, ou votre mot de passe.',
      SIGN_ON_ONLY: 'Ce compte s’ouvre chez le fournisseur de connexion, pas avec un mot de passe d’ici.',
      UNAVAILABLE: 'Le fournisseur de connexion ne répond pas, ou pas comme il faut. Réessayez dans un moment.',
      EXPIRED: 'Cette connexion a été commencée il y a plus de dix minutes, ou dans un autre navigateur. Recommencez.',
      REFUSED_THERE: 'Le fournisseur de connexion n’a pas ouvert la session, ou vous avez annulé chez lui.',
      NO_ROLE: 'Aucun de vos groupes chez le fournisseur ne donne accès au panneau. Demandez-le à votre organisation.',
      NO_SECOND_FACTOR:
        'Un second facteur est exigé, et le fournisseur n’en a pas vu. Ajoutez-en un chez lui, puis recommencez.',
      NO_ADDRESS:
        'Le fournisseur ne donne pas d’adresse courriel confirmée pour vous. Demandez-le à votre organisation.',
      ADDRESS_TAKEN: 'Votre adresse est déjà celle d’un autre compte. Demandez à une personne de l’exploitation.',
      DISABLED: 'Votre compte est désactivé ici. Demandez à une personne de l’exploitation.',
      LAST_OPERATOR:
        'Votre organisation vous donne un autre rôle, et vous êtes le dernier compte d’exploitation en usage : il en faut d’abord un autre.',
      SIGNED_OUT:
        'Votre session avait pris fin : rien n’a été changé. Ouvrez-la de nouveau et vous serez sur la même page.',
    },
  }),
  () => ({
    title: 'Staff: sign in',
    lead: 'For the support, compliance and operations teams only.',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    passkey: 'Sign in with a passkey',
    signOn: (name) => (name === undefined ? 'Continue at your organisation' : `Continue with ${name}`),
    breakGlass: 'Local operator account',
    breakGlassHint:
      'For the day on which the sign-on provider does not answer. Each use is recorded as such in the log.',
    recorded: 'Every sign-in, and every business that is looked at, is recorded in the audit log.',
    problems: {
      BAD_CREDENTIALS: 'The address or the password is not right. Check both, then try again.',
      REQUIRED: 'Enter your e-mail address and your password.',
      TOO_MANY_REQUESTS: 'Too many attempts in a row. Wait a few minutes, then try again.',
      BAD_PASSKEY: 'This passkey opens no account here. Try another one, or your password.',
      SIGN_ON_ONLY: 'This account signs in at the sign-on provider, not with a password here.',
      UNAVAILABLE: 'The sign-on provider does not answer, or not as it should. Try again in a moment.',
      EXPIRED: 'This sign-in was begun more than ten minutes ago, or in another browser. Start again.',
      REFUSED_THERE: 'The sign-on provider did not let you in, or you called it off there.',
      NO_ROLE: 'None of your groups at the provider opens the panel. Ask your organisation.',
      NO_SECOND_FACTOR: 'A second factor is required, and the provider saw none. Add one there, then start again.',
      NO_ADDRESS: 'The provider gives no confirmed e-mail address for you. Ask your organisation.',
      ADDRESS_TAKEN: 'Your address is that of another account already. Ask an operator.',
      DISABLED: 'Your account is disabled here. Ask an operator.',
      LAST_OPERATOR:
        'Your organisation gives you another role, and you are the last operator in use: another one is needed first.',
      SIGNED_OUT: 'Your session had ended, so nothing was changed. Sign in again, and you are back on the same page.',
    },
  }),
);
