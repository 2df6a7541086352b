import { bilingual } from '../../ui/texts/bilingual.js';

export const preconditions = bilingual(
  () => ({
    what: 'Préalable',
    more: 'Ce qu’il faut savoir',
    reset: 'Réinitialisation',
    restore: 'Récupération',
    notAsked: 'Sans objet',
    holds: 'Rempli',
    fails: 'Non rempli',
    asked: 'Vérifié à chaque demande',
    notForStaff:
      'Seule la personne qui a inscrit l’entreprise peut réinitialiser ou récupérer ses données. Aucun rôle du personnel ne le permet : ce serait agir sur les livres d’une autre personne, sans la preuve que c’est elle qui l’a voulu.',
    names: {
      'original-owner': 'La demande vient de la personne propriétaire d’origine',
      'sign-up-email': 'L’adresse de l’inscription est tapée pour confirmer',
      'not-fresh': 'Il y a quelque chose à réinitialiser dans les livres',
      'snapshot-kept': 'Un instantané est encore gardé',
      'bank-feeds': 'Toutes les banques sont déconnectées',
      'no-write': 'Aucune importation n’est en cours',
      'audit-log': 'Le journal d’audit est disponible',
    },
    tells: {
      'original-owner': 'C’est {email}, depuis l’inscription, le {since}; cela ne change jamais.',
      'sign-up-email': 'L’adresse à taper est {email}.',
      'sign-up-email-moved':
        'L’adresse à taper est {email}, celle de l’inscription, et non {now}, celle d’aujourd’hui. C’est l’erreur la plus fréquente.',
      'snapshot-kept': 'L’instantané {snapshot} est gardé jusqu’au {until}.',
    },
    fixes: {
      'original-owner': 'Seule la personne qui a inscrit l’entreprise peut demander.',
      'sign-up-email': 'Taper l’adresse de l’inscription.',
      'not-fresh': 'Les livres sont comme au jour de l’inscription : il n’y a rien à réinitialiser.',
      'snapshot-kept': 'Il n’y a plus rien à récupérer : aucun instantané n’est gardé.',
      'bank-feeds': 'La ou le propriétaire déconnecte chaque banque, sous Banques ou dans Gérer vos données :',
      'no-write': 'Attendre la fin de l’importation, puis essayer de nouveau.',
      'audit-log': 'Prévenir l’exploitation : rien ne se fait tant que le journal ne peut pas être tenu.',
    },
  }),
  () => ({
    what: 'Precondition',
    more: 'What to know',
    reset: 'Reset',
    restore: 'Restore',
    notAsked: 'Not asked',
    holds: 'Holds',
    fails: 'Does not hold',
    asked: 'Checked at each attempt',
    notForStaff:
      'Only the person who signed the business up can reset or restore its data. No staff role allows it: it would be acting on another person’s books, without the proof that it was their wish.',
    names: {
      'original-owner': 'The original owner asks',
      'sign-up-email': 'The e-mail address of the sign-up is typed to confirm',
      'not-fresh': 'The books hold something to reset',
      'snapshot-kept': 'A snapshot is still kept',
      'bank-feeds': 'All bank feeds are disconnected',
      'no-write': 'No import is running',
      'audit-log': 'The audit log is available',
    },
    tells: {
      'original-owner': 'That is {email}, since the sign-up on {since}; it never changes.',
      'sign-up-email': 'The address to type is {email}.',
      'sign-up-email-moved':
        'The address to type is {email}, the one of the sign-up, and not {now}, the one of today. This is the most frequent mistake.',
      'snapshot-kept': 'The snapshot {snapshot} is kept until {until}.',
    },
    fixes: {
      'original-owner': 'Only the person who signed the business up can ask.',
      'sign-up-email': 'Type the address of the sign-up.',
      'not-fresh': 'The books are as on the day of sign-up: there is nothing to reset.',
      'snapshot-kept': 'There is nothing left to restore: no snapshot is kept.',
      'bank-feeds': 'The owner disconnects each bank, under Bank feeds or in Manage your data:',
      'no-write': 'Wait for the end of the import, then try again.',
      'audit-log': 'Tell operations: nothing is done as long as the log cannot be kept.',
    },
  }),
);
