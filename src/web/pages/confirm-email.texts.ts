import { bilingual } from '../../ui/texts/bilingual.js';

export const confirmEmail = bilingual(
  () => ({
    asked: {
      title: 'Confirmez votre adresse courriel',
      text: 'Vous ouvrirez désormais vos sessions avec {email}. Vos autres sessions seront fermées.',
    },
    submit: 'Confirmer cette adresse',
    done: {
      title: 'Votre adresse est confirmée',
      text: 'Vous ouvrez maintenant vos sessions avec {email}. Pour confirmer une réinitialisation, vous écrivez toujours l’adresse de votre inscription.',
    },
    unknown: {
      title: 'Ce lien n’est plus bon',
      text: 'Il a déjà servi, date de plus d’un jour ou a été remplacé par un plus récent. Rien n’a changé : demandez de nouveau le changement.',
    },
    taken: {
      title: 'Cette adresse est prise',
      text: 'Quelqu’un d’autre ouvre ses sessions avec elle. Rien n’a changé.',
    },
  }),
  () => ({
    asked: {
      title: 'Confirm your e-mail address',
      text: 'From now on you will sign in with {email}. Your other sessions will end.',
    },
    submit: 'Confirm this address',
    done: {
      title: 'Your address is confirmed',
      text: 'You sign in with {email} now. To confirm a reset you still type the address with which you signed up.',
    },
    unknown: {
      title: 'This link is not good any more',
      text: 'It was used already, is older than a day, or was replaced by a newer one. Nothing has changed: ask for the change again.',
    },
    taken: {
      title: 'This address is taken',
      text: 'Somebody else signs in with it by now. Nothing has changed.',
    },
  }),
);
