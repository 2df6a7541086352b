import { bilingual } from '../../ui/texts/bilingual.js';

export const settings = bilingual(
  () => ({
    title: 'Paramètres',
    business: 'Entreprise',
    name: 'Nom',
    edition: 'Édition',
    yourRole: 'Votre rôle',
    language: 'Langue',
    languageHint: 'La langue dans laquelle vous voyez Ardoise.',
    save: 'Enregistrer',
    timeZone: 'Fuseau horaire',
    timeZoneLabel: 'Le fuseau dans lequel l’entreprise tient ses livres',
    timeZoneHint:
      'Les heures sont affichées, et ce que vous entrez aujourd’hui est daté, dans celui-ci. Ce qui est déjà daté reste tel quel.',
    timeZoneUnknown: 'Choisissez un fuseau horaire de la liste.',
    timeZoneSaved: 'Le fuseau horaire a été changé.',
    personalisation: 'Personnalisation',
    manageHint:
      'Repartir à neuf, ou récupérer ce qu’une réinitialisation a remplacé. Vous voyez tout avant de confirmer.',
    history: 'Historique',
    historyHint: 'Qui a fait quoi dans cette entreprise, et quand.',
    bankFeeds: 'Banques',
    bankFeedsHint: 'Connecter ou déconnecter les comptes bancaires.',
  }),
  () => ({
    title: 'Settings',
    business: 'Business',
    name: 'Name',
    edition: 'Edition',
    yourRole: 'Your role',
    language: 'Language',
    languageHint: 'The language in which you see Ardoise.',
    save: 'Save',
    timeZone: 'Time zone',
    timeZoneLabel: 'The zone in which the business keeps its books',
    timeZoneHint:
      'Times are shown, and what you enter today is dated, in this one. What is dated already stays as it is.',
    timeZoneUnknown: 'Choose a time zone of the list.',
    timeZoneSaved: 'The time zone was changed.',
    personalisation: 'Personalisation',
    manageHint: 'Start over, or recover what a reset replaced. You see everything before you confirm.',
    history: 'History',
    historyHint: 'Who did what in this business, and when.',
    bankFeeds: 'Bank feeds',
    bankFeedsHint: 'Connect or disconnect bank accounts.',
  }),
);
