import { bilingual } from '../../ui/texts/bilingual.js';

export const blockers = bilingual(
  (n) => ({
    title: (count: number) => n(count, 'Une chose bloque pour le moment', '# choses bloquent pour le moment'),
    feedsTitle: (count: number) => n(count, 'Une banque est encore connectée', '# banques sont encore connectées'),
    feedsText:
      'Des opérations arriveraient dans des comptes qui vont être remplacés. Déconnecter n’efface rien, et vous pourrez reconnecter ensuite.',
    disconnectAll: 'Tout déconnecter',
    allBanks: 'les banques de cette liste',
    writeTitle: 'Une importation est en cours',
    writeText: 'Attendez qu’elle finisse, pour que rien ne soit à moitié écrit. Elle a commencé le {since}.',
    writeTextNoTime: 'Attendez qu’elle finisse, pour que rien ne soit à moitié écrit.',
    writeSee: 'Voir l’importation',
    auditTitle: 'L’historique ne peut pas être écrit en ce moment',
    auditText:
      'Un geste comme celui-ci n’est permis que si l’on peut en garder la preuve. Vos données sont intactes. Cela revient d’ordinaire en quelques minutes.',
    ownerTitle: 'Vous n’êtes pas propriétaire d’origine',
    ownerText: 'Seule la personne qui a inscrit l’entreprise peut le faire.',
    nothingTitle: 'Il n’y a rien à récupérer',
    nothingText: 'Aucune réinitialisation n’attend d’être annulée.',
    freshTitle: 'Il n’y a rien à réinitialiser',
    freshText:
      'Vos livres sont comme au jour de l’inscription : le plan comptable et les taux de taxe de départ, rien d’autre.',
  }),
  (n) => ({
    title: (count) => n(count, 'One thing blocks at the moment', '# things block at the moment'),
    feedsTitle: (count) => n(count, 'A bank is still connected', '# banks are still connected'),
    feedsText:
      'Transactions would arrive in accounts that are about to be replaced. Disconnecting erases nothing, and you can reconnect afterwards.',
    disconnectAll: 'Disconnect all',
    allBanks: 'of these banks',
    writeTitle: 'An import is running',
    writeText: 'Wait until it is done, so that nothing is half written. It started on {since}.',
    writeTextNoTime: 'Wait until it is done, so that nothing is half written.',
    writeSee: 'See the import',
    auditTitle: 'The history cannot be written at the moment',
    auditText:
      'A step like this one is only allowed when proof of it can be kept. Your data are intact. This usually comes back within minutes.',
    ownerTitle: 'You are not the original owner',
    ownerText: 'Only the person who signed the business up can do this.',
    nothingTitle: 'There is nothing to recover',
    nothingText: 'No reset waits to be undone.',
    freshTitle: 'There is nothing to reset',
    freshText: 'Your books are as on the day you signed up: the default chart of accounts and tax rates, nothing else.',
  }),
);
