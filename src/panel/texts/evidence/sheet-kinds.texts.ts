import { bilingual } from '../../../ui/texts/bilingual.js';

/** What a sheet of evidence says of each recorded command and of how it ended. */
export const sheetKinds = bilingual(
  () => ({
    leads: {
      reset: {
        success: (name: string) => `Réinitialisation des données : ${name}`,
        denied: (name: string) => `Réinitialisation refusée : ${name}`,
        failed: (name: string) => `Réinitialisation qui a échoué : ${name}`,
        pending: (name: string) => `Réinitialisation demandée, sans issue encore : ${name}`,
      },
      restore: {
        success: (name: string) => `Récupération des données : ${name}`,
        denied: (name: string) => `Récupération refusée : ${name}`,
        failed: (name: string) => `Récupération qui a échoué : ${name}`,
        pending: (name: string) => `Récupération demandée, sans issue encore : ${name}`,
      },
      'bring-along': {
        success: (name: string) => `Reprise sélective : ${name}`,
        denied: (name: string) => `Reprise sélective refusée : ${name}`,
        failed: (name: string) => `Reprise sélective qui a échoué : ${name}`,
        pending: (name: string) => `Reprise sélective demandée, sans issue encore : ${name}`,
      },
    },
    outcomes: {
      reset: {
        success: 'Réinitialisation faite : les livres d’avant sont devenus un instantané.',
        denied: 'Réinitialisation refusée. Rien n’a changé.',
        failed: 'La réinitialisation a échoué. Rien n’a changé.',
        pending: 'Réinitialisation demandée; son issue n’est pas encore au journal.',
      },
      restore: {
        success: 'Récupération faite : un instantané est redevenu les livres ouverts.',
        denied: 'Récupération refusée. Rien n’a changé.',
        failed: 'La récupération a échoué. Rien n’a changé.',
        pending: 'Récupération demandée; son issue n’est pas encore au journal.',
      },
      'bring-along': {
        success: 'Reprise faite : des données d’un instantané ont été ajoutées aux livres ouverts.',
        denied: 'Reprise sélective refusée. Rien n’a changé.',
        failed: 'La reprise sélective a échoué. Rien n’a changé.',
        pending: 'Reprise sélective demandée; son issue n’est pas encore au journal.',
      },
    },
  }),
  () => ({
    leads: {
      reset: {
        success: (name) => `Reset of data: ${name}`,
        denied: (name) => `Reset refused: ${name}`,
        failed: (name) => `Reset that failed: ${name}`,
        pending: (name) => `Reset asked for, without an end so far: ${name}`,
      },
      restore: {
        success: (name) => `Restore of data: ${name}`,
        denied: (name) => `Restore refused: ${name}`,
        failed: (name) => `Restore that failed: ${name}`,
        pending: (name) => `Restore asked for, without an end so far: ${name}`,
      },
      'bring-along': {
        success: (name) => `Selective restore: ${name}`,
        denied: (name) => `Selective restore refused: ${name}`,
        failed: (name) => `Selective restore that failed: ${name}`,
        pending: (name) => `Selective restore asked for, without an end so far: ${name}`,
      },
    },
    outcomes: {
      reset: {
        success: 'Reset done: the books before became a snapshot.',
        denied: 'Reset refused. Nothing changed.',
        failed: 'The reset failed. Nothing changed.',
        pending: 'Reset asked for; its end is not in the log yet.',
      },
      restore: {
        success: 'Restore done: a snapshot became the open books again.',
        denied: 'Restore refused. Nothing changed.',
        failed: 'The restore failed. Nothing changed.',
        pending: 'Restore asked for; its end is not in the log yet.',
      },
      'bring-along': {
        success: 'Selective restore done: data of a snapshot were added to the open books.',
        denied: 'Selective restore refused. Nothing changed.',
        failed: 'The selective restore failed. Nothing changed.',
        pending: 'Selective restore asked for; its end is not in the log yet.',
      },
    },
  }),
);
