import { bilingual } from '../../ui/texts/bilingual.js';

export const enrolment = bilingual(
  () => ({
    title: 'Protéger ce compte avec un code',
    lead: 'À chaque ouverture de session, votre téléphone donnera un code en plus du mot de passe.',
    leadRequired: 'Ardoise demande un code en plus du mot de passe. Associez votre téléphone pour continuer.',
    scan: 'Associez votre téléphone',
    scanHint: 'Numérisez ce dessin avec une application de codes (TOTP).',
    qrCode: 'Code QR à numériser avec le téléphone',
    byHand: 'Ou entrez cette clé à la main :',
    code: 'Code que montre le téléphone',
    codeHint: 'Six chiffres, qui changent toutes les trente secondes.',
    password: 'Votre mot de passe',
    passwordHint: 'Encore une fois, pour que personne d’autre n’associe un téléphone à une session ouverte.',
    problems: {
      WRONG_CODE: 'Ce code ne convient pas. Vérifiez l’heure du téléphone, puis entrez le code suivant.',
      WRONG_PASSWORD: 'Ce mot de passe ne convient pas. Rien n’a changé.',
      TOO_MANY_REQUESTS: 'Trop d’essais de suite. Attendez quelques minutes, puis essayez de nouveau.',
      KEY_LOST:
        'Ce code ne peut pas être vérifié : la clé qui le protège a été changée depuis. Recommencez, et avertissez un opérateur.',
    },
    showCode: 'Continuer',
    submit: 'Activer',
    again: 'Recommencer, avec un autre dessin à numériser',
    notNow: 'Pas maintenant',
    doneTitle: 'Ce compte est déjà protégé',
    doneText:
      'Un code est demandé à chaque ouverture de session. Pour associer un autre téléphone, faites d’abord retirer le second facteur par une personne de l’exploitation.',
    signOut: 'Se déconnecter',
  }),
  () => ({
    title: 'Protect this account with a code',
    lead: 'At every sign-in your phone will give a code, besides the password.',
    leadRequired: 'Ardoise asks for a code besides the password. Pair your phone to go on.',
    scan: 'Pair your phone',
    scanHint: 'Scan this picture with an authenticator app (TOTP).',
    qrCode: 'QR code to scan with the phone',
    byHand: 'Or type this key by hand:',
    code: 'The code that the phone shows',
    codeHint: 'Six digits, which change every thirty seconds.',
    password: 'Your password',
    passwordHint: 'Once more, so that nobody else pairs a phone at an open session.',
    problems: {
      WRONG_CODE: 'This code is not right. Check the phone’s clock, then enter the next code.',
      WRONG_PASSWORD: 'This password is not right. Nothing has changed.',
      TOO_MANY_REQUESTS: 'Too many attempts in a row. Wait a few minutes, then try again.',
      KEY_LOST:
        'This code cannot be checked: the key that protects it was changed since. Start over, and tell an operator.',
    },
    showCode: 'Continue',
    submit: 'Turn on',
    again: 'Start over, with another picture to scan',
    notNow: 'Not now',
    doneTitle: 'This account is protected already',
    doneText:
      'A code is asked for at every sign-in. To pair another phone, have an operator remove the second factor first.',
    signOut: 'Sign out',
  }),
);
