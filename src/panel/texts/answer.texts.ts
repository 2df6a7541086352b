import { bilingual } from '../../ui/texts/bilingual.js';

export const answer = bilingual(
  () => ({
    title: 'Répondre à la personne propriétaire',
    open: 'Répondre',
    to: 'À {email}, en {language}',
    kind: 'Ce qui est répondu',
    kinds: {
      'locked-out': 'Le compte est bloqué un moment',
      'restore-blocked': 'Récupérer, après avoir déconnecté la banque',
      'restore-possible': 'Récupérer, tout est prêt',
      'snapshot-gone': 'Il n’y a plus rien à récupérer',
      'reset-blocked': 'Réinitialiser, ce qui l’empêche',
      'reset-possible': 'Réinitialiser, tout est prêt',
    },
    text: 'Texte',
    textHint: 'Les faits sont ceux de ce moment. Vous pouvez changer les mots; ce qui part est inscrit au journal.',
    textProblem: 'Écrivez la réponse, en 4 000 caractères au plus.',
    copy: 'Copier le texte',
    send: 'Envoyer',
    sent: 'La réponse est en route.',
  }),
  () => ({
    title: 'Answer the owner',
    open: 'Answer',
    to: 'To {email}, in {language}',
    kind: 'What is answered',
    kinds: {
      'locked-out': 'The account is locked for a while',
      'restore-blocked': 'Restore, after disconnecting the bank',
      'restore-possible': 'Restore, everything is ready',
      'snapshot-gone': 'There is nothing to restore any more',
      'reset-blocked': 'Reset, and what stands in the way',
      'reset-possible': 'Reset, everything is ready',
    },
    text: 'Text',
    textHint: 'The facts are those of this moment. You may change the words; what is sent is recorded.',
    textProblem: 'Write the answer, in 4,000 characters at most.',
    copy: 'Copy the text',
    send: 'Send',
    sent: 'The answer is on its way.',
  }),
);
