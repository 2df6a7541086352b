import { bilingual } from '../../ui/texts/bilingual.js';

export const look = bilingual(
  () => ({
    title: 'Instantané du {at}',
    banner: 'Vous regardez un instantané, en lecture seule. Ce ne sont pas vos livres actuels.',
    leave: 'Quitter l’instantané',
    recover: 'Récupérer mes données',
    latest: 'Dernières écritures de l’instantané',
    trialBalance: 'Balance de vérification de l’instantané',
    trialBalanceNone: 'Aucun compte n’a de solde.',
  }),
  () => ({
    title: 'Snapshot of {at}',
    banner: 'You are looking at a snapshot, read only. These are not your current books.',
    leave: 'Leave the snapshot',
    recover: 'Recover my data',
    latest: 'Latest entries of the snapshot',
    trialBalance: 'Trial balance of the snapshot',
    trialBalanceNone: 'No account has a balance.',
  }),
);
