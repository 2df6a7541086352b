import { bilingual } from '../../ui/texts/bilingual.js';

export const idle = bilingual(
  () => ({
    soonTitle: 'Votre session prend bientôt fin',
    soon: 'Rien n’a été demandé depuis un moment : dans moins de deux minutes il faudra vous reconnecter. Ce que vous avez saisi sera encore là quand vous reviendrez.',
    stay: 'Rester connecté',
    overTitle: 'Votre session a pris fin',
    over: 'Rien n’a été demandé pendant une demi-heure. Reconnectez-vous : vous reviendrez à cette page, avec ce que vous y avez saisi.',
  }),
  () => ({
    soonTitle: 'Your session is about to end',
    soon: 'Nothing was asked for in a while: in less than two minutes you will have to sign in again. What you have typed will be there when you come back.',
    stay: 'Stay signed in',
    overTitle: 'Your session has ended',
    over: 'Nothing was asked for in half an hour. Sign in again: you will come back to this page, with what you have typed.',
  }),
);
