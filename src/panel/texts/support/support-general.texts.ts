import { bilingual } from '../../../ui/texts/bilingual.js';

export const supportGeneral = bilingual(
  () => ({
    requestsNav: 'Demandes',
    helpTitle: 'Aider la ou le propriétaire',
    disconnected: 'Déjà déconnectée',
    held: 'En conservation légale',
    heldSince: 'depuis le {at}',
    heldWhy: '{reason} (dossier {ticket}, par {by})',
    restoredHeld: 'Un instantané en conservation légale a été récupéré : ses données sont les données actuelles.',
    restoredHeldSee: 'Voir la conservation de l’instantané {id}',
    of: 'Entreprise : {business}',
    back: 'Retour à l’entreprise',
    gone: 'Ce dont il s’agissait ne fait plus partie de l’entreprise, ou n’en a jamais fait partie.',
    whatHappens: 'Ce qui va se passer',
    noticeUntil: 'Il dit que le retour en arrière est possible jusqu’au {until}.',
    feedNow: 'État actuel',
    lockNow: 'En ce moment',
    locked: (count: number) => `Bloqué après ${count} essais manqués`,
    notLocked: (count: number) =>
      count === 0
        ? 'Aucun essai manqué'
        : count === 1
          ? '1 essai manqué, sans blocage'
          : `${count} essais manqués, sans blocage`,
    lastFailure: 'Dernier essai manqué',
    lockNote:
      'Sans intervention, le blocage tombe de lui-même, au plus tard un quart d’heure après les essais manqués.',
    secondPerson: 'Une autre personne doit approuver',
    secondPersonText:
      'Rien n’est fait tout de suite : votre demande attend, au plus 24 heures, qu’une personne responsable du soutien autre que vous l’approuve.',
    blockedTitle: 'Ce n’est pas possible maintenant',
  }),
  () => ({
    requestsNav: 'Requests',
    helpTitle: 'Help the owner',
    disconnected: 'Already disconnected',
    held: 'Held',
    heldSince: 'since {at}',
    heldWhy: '{reason} (matter {ticket}, by {by})',
    restoredHeld: 'A snapshot under a legal hold was restored: its data is the present data.',
    restoredHeldSee: 'See the hold on the snapshot {id}',
    of: 'Business: {business}',
    back: 'Back to the business',
    gone: 'What this was about is no longer part of the business, or never was.',
    whatHappens: 'What will happen',
    noticeUntil: 'It says that the way back is open until {until}.',
    feedNow: 'State now',
    lockNow: 'Right now',
    locked: (count) => `Locked after ${count} failed attempts`,
    notLocked: (count) =>
      count === 0
        ? 'No failed attempt'
        : count === 1
          ? '1 failed attempt, no lock'
          : `${count} failed attempts, no lock`,
    lastFailure: 'Last failed attempt',
    lockNote: 'Left alone, the lock ends by itself, at the latest a quarter of an hour after the failed attempts.',
    secondPerson: 'Somebody else must approve',
    secondPersonText:
      'Nothing is done yet: your request waits, for 24 hours at most, until a support lead other than you approves it.',
    blockedTitle: 'This is not possible now',
  }),
);
