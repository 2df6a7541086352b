import { bilingual } from './bilingual.js';

export const otherPerson = bilingual(
  () => ({
    title: 'Une autre personne a ouvert une session',
    text: 'Rien n’a été changé. Depuis que cette page a été ouverte, une session a été ouverte dans ce navigateur sous une autre adresse : {email}.',
    goOn: 'Continuer sous cette adresse',
    signIn: 'Ouvrir une session sous une autre adresse',
  }),
  () => ({
    title: 'Somebody else is signed in now',
    text: 'Nothing was changed. Since this page was opened, another address has signed in in this browser: {email}.',
    goOn: 'Go on with this address',
    signIn: 'Sign in with another address',
  }),
);
