import { bilingual } from '../../ui/texts/bilingual.js';

export const reports = bilingual(
  () => ({
    trialBalance: 'Balance de vérification',
    ledger: 'Grand livre',
    drawnUp: 'Établie le {at}',
    ledgerDrawnUp: 'Établi le {at}',
    printHint: 'Pour imprimer, utilisez la commande d’impression de votre navigateur.',
    accounts: 'Comptes',
    broughtForward: 'Report à nouveau',
    noLines: 'Rien n’a encore été entré.',
    moreAccounts: 'Comptes suivants',
    firstAccounts: 'Revenir aux premiers comptes',
  }),
  () => ({
    trialBalance: 'Trial balance',
    ledger: 'General ledger',
    drawnUp: 'Drawn up on {at}',
    ledgerDrawnUp: 'Drawn up on {at}',
    printHint: 'To print, use the print command of your browser.',
    accounts: 'Accounts',
    broughtForward: 'Brought forward',
    noLines: 'Nothing has been entered yet.',
    moreAccounts: 'More accounts',
    firstAccounts: 'Back to the first accounts',
  }),
);
