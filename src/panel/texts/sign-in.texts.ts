import { bilingual } from '../../ui/texts/bilingual.js';

export const signIn = bilingual(
  () => ({
    title: 'Personnel : ouvrir une session',
    lead: 'Réservé aux équipes du soutien, de la conformité et de l’exploitation.',
    email: 'Adresse courriel',
    password: 'Mot de passe',
    submit: 'Ouvrir la session',
    recorded: 'Chaque ouverture de session, et chaque entreprise consultée, est inscrite au journal d’audit.',
    problems: {
      BAD_CREDENTIALS: 'L’adresse ou le mot de passe ne convient pas. Vérifiez les deux, puis essayez de nouveau.',
      REQUIRED: 'Entrez votre adresse courriel et votre mot de passe.',
      TOO_MANY_REQUESTS: 'Trop d’essais de suite. Attendez quelques minutes, puis essayez de nouveau.',
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
    recorded: 'Every sign-in, and every business that is looked at, is recorded in the audit log.',
    problems: {
      BAD_CREDENTIALS: 'The address or the password is not right. Check both, then try again.',
      REQUIRED: 'Enter your e-mail address and your password.',
      TOO_MANY_REQUESTS: 'Too many attempts in a row. Wait a few minutes, then try again.',
      SIGNED_OUT: 'Your session had ended, so nothing was changed. Sign in again, and you are back on the same page.',
    },
  }),
);
