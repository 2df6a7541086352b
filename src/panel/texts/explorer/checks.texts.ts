import type { CheckName } from '../../../log/recorded-commands.js';
import { bilingual } from '../../../ui/texts/bilingual.js';

/** What was read under lock, as the evidence of an event names it. */
export const checks = bilingual(
  (): Record<CheckName, string> => ({
    'original-owner': 'La personne est propriétaire d’origine',
    'sign-up-email-typed': 'L’adresse courriel de l’inscription a été tapée',
    'recent-sign-in': 'La personne avait prouvé son identité depuis moins d’une heure',
    'book-as-shown': 'Les livres montrés sont encore ceux qui sont ouverts',
    'something-to-reset': 'Il y a quelque chose à réinitialiser dans les livres',
    'bank-feeds-disconnected': 'Toutes les banques sont déconnectées',
    'no-write-in-progress': 'Aucune importation n’est en cours',
  }),
  () => ({
    'original-owner': 'The person is the original owner',
    'sign-up-email-typed': 'The e-mail address of the sign-up was typed',
    'recent-sign-in': 'The person had shown within the hour who they are',
    'book-as-shown': 'The books that were shown are still the open ones',
    'something-to-reset': 'The books hold something to reset',
    'bank-feeds-disconnected': 'All bank feeds are disconnected',
    'no-write-in-progress': 'No import is running',
  }),
);
