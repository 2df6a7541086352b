import { bilingual } from '../../../ui/texts/bilingual.js';

export const choosePassword = bilingual(
  () => ({
    title: 'Choisissez votre mot de passe',
    lead: 'Celui avec lequel vous venez d’ouvrir la session est à usage unique, et quelqu’un d’autre l’a vu.',
    password: 'Nouveau mot de passe',
    hint: 'Au moins 12 caractères. Une phrase longue vaut mieux que des signes compliqués.',
    submit: 'Garder ce mot de passe',
    problems: {
      TOO_SHORT: 'Il faut au moins 12 caractères.',
      TOO_LONG: 'Il y a plus de 200 caractères.',
      COMMON: 'Ce mot de passe est l’un des premiers que l’on essaie. Choisissez-en un autre : plusieurs mots à vous.',
      OWN_ADDRESS: 'C’est votre adresse, qui n’est pas un secret.',
      SAME: 'C’est le mot de passe à usage unique. Choisissez-en un que personne d’autre n’a vu.',
    },
    doneTitle: 'Votre mot de passe est déjà le vôtre',
    doneText: 'Celui à usage unique ne vaut plus rien. Rien n’a changé cette fois-ci.',
  }),
  () => ({
    title: 'Choose your password',
    lead: 'The password with which you got in is a one-time one, and somebody else has seen it.',
    password: 'New password',
    hint: 'At least 12 characters. A long sentence is better than complicated signs.',
    submit: 'Keep this password',
    problems: {
      TOO_SHORT: 'It takes at least 12 characters.',
      TOO_LONG: 'It has more than 200 characters.',
      COMMON: 'This is one of those that are tried first. Choose another: several words of your own.',
      OWN_ADDRESS: 'This is your address, which is no secret.',
      SAME: 'This is the one-time password. Choose one that nobody else has seen.',
    },
    doneTitle: 'Your password is your own already',
    doneText: 'The one-time password is worth nothing any more. Nothing has changed now.',
  }),
);
