import { bilingual } from '../../../ui/texts/bilingual.js';

export const status = bilingual(
  () => ({
    title: 'État du journal',
    verified: 'Le journal est entier',
    incomplete: 'Le journal est entier, avec une réserve',
    'not-yet': 'Le journal n’a pas encore été vérifié',
    broken: 'Le journal n’est plus ce qui avait été signé',
    verifiedUpTo: 'Vérifié jusqu’à l’entrée {n} de {entries}, le {at}.',
    notYetText: 'La première vérification se fait d’elle-même dans le quart d’heure. {entries} entrées attendent.',
    brokenAt: 'Rompu à l’entrée {n}.',
    brokenSays: 'Ce que dit le contrôle :',
    witnessSays: 'Ce que dit un témoin :',
    brokenNext:
      'Ne changez rien. Prévenez l’exploitation, faites copier la base de données et les points de contrôle, puis lancez « audit verify » ailleurs.',
    witness: 'Le témoin {name} a contresigné {n} entrées, le {at}.',
    quorum: '{agreeing} témoins sur {all} contresignent; il en faut {needed}.',
    more: 'Témoins, vérification du journal entier et points de contrôle par courriel',
    remarks: {
      late: 'Des événements attendent leur place dans l’arbre signé.',
      'check-old': 'La dernière vérification date de plus d’une heure : prévenez l’exploitation.',
      'no-witness': 'Aucun témoin ne contresigne : seul le serveur répond de lui-même.',
      'quorum-missed': 'Trop peu de témoins contresignent : prévenez l’exploitation.',
      'witness-unreachable': 'Le témoin ne répond pas en ce moment; on le lui redemande chaque seconde.',
    },
  }),
  () => ({
    title: 'State of the log',
    verified: 'The log is whole',
    incomplete: 'The log is whole, with a reservation',
    'not-yet': 'The log has not been verified yet',
    broken: 'The log is no longer what was signed',
    verifiedUpTo: 'Verified up to entry {n} of {entries}, on {at}.',
    notYetText: 'The first check runs by itself within a quarter of an hour. {entries} entries wait for it.',
    brokenAt: 'Broken at entry {n}.',
    brokenSays: 'What the check says:',
    witnessSays: 'What a witness says:',
    brokenNext:
      'Change nothing. Tell operations, have the database and the checkpoints copied, then run “audit verify” elsewhere.',
    witness: 'The witness {name} cosigned {n} entries, on {at}.',
    quorum: '{agreeing} of {all} witnesses cosign; {needed} are needed.',
    more: 'Witnesses, check of the whole log and checkpoints by mail',
    remarks: {
      late: 'Events wait for their place in the signed tree.',
      'check-old': 'The last check is more than an hour old: tell operations.',
      'no-witness': 'No witness cosigns: the server alone vouches for itself.',
      'quorum-missed': 'Too few witnesses cosign: tell operations.',
      'witness-unreachable': 'The witness does not answer at the moment; it is asked again every second.',
    },
  }),
);
