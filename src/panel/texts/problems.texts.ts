import { bilingual } from '../../ui/texts/bilingual.js';

export const problems = bilingual(
  () => ({
    UNAUTHENTICATED: 'Votre session a pris fin. Ouvrez-la de nouveau pour continuer.',
    FORBIDDEN: 'Votre rôle ne permet pas de voir cette page.',
    NOT_FOUND: 'Il n’y a rien à cette adresse, ou votre rôle ne permet pas de le voir.',
    CROSS_SITE: 'Cette demande venait d’un autre site. Ouvrez la page ici.',
    OTHER_PERSON: 'Quelqu’un d’autre a ouvert une session dans ce navigateur : rien n’a été changé.',
    AUDIT_UNAVAILABLE: 'Le journal d’audit ne peut pas être écrit. Ce qui ne peut pas être inscrit n’est pas montré.',
    DATABASE_UNAVAILABLE: 'La base de données ne répond pas. Essayez de nouveau dans un moment.',
    INVALID_STATE: 'Ce n’est pas possible dans l’état actuel.',
    INTERNAL: 'Quelque chose n’a pas fonctionné de notre côté. Essayez de nouveau.',
  }),
  () => ({
    UNAUTHENTICATED: 'Your session has ended. Sign in again to go on.',
    FORBIDDEN: 'Your role does not allow this page.',
    NOT_FOUND: 'There is nothing at this address, or your role does not allow you to see it.',
    CROSS_SITE: 'This request came from another site. Open the page here.',
    OTHER_PERSON: 'Somebody else has signed in in this browser, so nothing was changed.',
    AUDIT_UNAVAILABLE: 'The audit log cannot be written. What cannot be recorded is not shown.',
    DATABASE_UNAVAILABLE: 'The database does not answer. Try again in a moment.',
    INVALID_STATE: 'This is not possible in the present state.',
    INTERNAL: 'Something went wrong on our side. Try again.',
  }),
);
