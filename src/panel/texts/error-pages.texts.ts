import { bilingual } from '../../ui/texts/bilingual.js';

export const errorPages = bilingual(
  () => ({
    '403': {
      title: 'Cette page n’est pas ouverte à votre rôle',
      text: 'Rien n’a changé. La page Permissions dit quel rôle peut quoi, et qui peut vous aider.',
    },
    '404': {
      title: 'Il n’y a rien à cette adresse',
      text: 'Vérifiez le lien, ou cherchez ce qu’il vous faut.',
    },
    '400': {
      title: 'Cette demande n’a pas pu être lue',
      text: 'Rien n’a changé. Revenez à la page précédente et réessayez.',
    },
    '500': {
      title: 'Quelque chose a cédé de notre côté',
      text: 'Réessayez. Si cela continue, donnez cette référence à l’exploitation.',
    },
    elsewhere: {
      title: 'Le panneau n’est pas ouvert depuis votre réseau',
      text: 'Il ne s’utilise que des adresses que l’exploitation a nommées. Si la vôtre devrait en être, donnez-la-lui avec cette référence.',
      address: 'Votre adresse :',
    },
    reference: 'Référence :',
    home: 'Retour à l’accueil du panneau',
    permissions: 'Qui peut quoi',
    search: 'Recherche',
  }),
  () => ({
    '403': {
      title: 'This page is not open to your role',
      text: 'Nothing has changed. The page Permissions says which role may do what, and who can help you.',
    },
    '404': {
      title: 'There is nothing at this address',
      text: 'Check the link, or search for what you need.',
    },
    '400': {
      title: 'This request could not be read',
      text: 'Nothing has changed. Go back to the previous page and try again.',
    },
    '500': {
      title: 'Something broke on our side',
      text: 'Try again. If it goes on, give operations this reference.',
    },
    elsewhere: {
      title: 'The panel is not open from your network',
      text: 'It is used only from addresses that operations have named. If yours should be one of them, give it to them with this reference.',
      address: 'Your address:',
    },
    reference: 'Reference:',
    home: 'Back to the panel’s home',
    permissions: 'Who may do what',
    search: 'Search',
  }),
);
