import { bilingual } from '../../ui/texts/bilingual.js';

export const secondFactor = bilingual(
  () => ({
    title: 'Entrez votre code',
    lead: 'Ouvrez l’application de codes de votre téléphone.',
    code: 'Code à six chiffres',
    codeHint: 'Sans téléphone, entrez un de vos codes de secours.',
    submit: 'Continuer',
    startOver: 'Recommencer avec un autre compte',
    problems: {
      BAD_CREDENTIALS: 'Ce code ne convient pas, ou a déjà servi. Attendez le suivant.',
      REQUIRED: 'Entrez le code.',
      TOO_MANY_REQUESTS: 'Trop d’essais de suite. Attendez quelques minutes, puis essayez de nouveau.',
      KEY_LOST:
        'Les codes des téléphones ne peuvent pas être vérifiés en ce moment : la clé qui les protège a été changée ou perdue. Vous n’y êtes pour rien. Un de vos codes de secours fonctionne; sinon, avertissez un opérateur.',
    },
  }),
  () => ({
    title: 'Enter your code',
    lead: 'Open the authenticator app on your phone.',
    code: 'Six-digit code',
    codeHint: 'Without your phone, enter one of your recovery codes.',
    submit: 'Continue',
    startOver: 'Start over with another account',
    problems: {
      BAD_CREDENTIALS: 'This code is not right, or was used already. Wait for the next one.',
      REQUIRED: 'Enter the code.',
      TOO_MANY_REQUESTS: 'Too many attempts in a row. Wait a few minutes, then try again.',
      KEY_LOST:
        'The codes of phones cannot be checked at this moment: the key that protects them was changed or lost. This is nothing that you did. One of your recovery codes works; without one, tell an operator.',
    },
  }),
);
