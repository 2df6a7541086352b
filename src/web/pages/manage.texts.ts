import { bilingual } from '../../ui/texts/bilingual.js';

export const manage = bilingual(
  (n) => ({
    title: 'Gérer vos données',
    lead: 'Repartez à neuf, ou récupérez ce qu’une réinitialisation a remplacé. Prenez votre temps : rien ne change avant que vous ayez confirmé en tapant votre adresse d’inscription.',
    onThisPage: 'Sur cette page',
    jumpRecover: 'Retrouver des données',
    // What happened last, at the top: the person may be here because of it.
    lastReset: 'Vos données ont été réinitialisées le {at}.',
    lastResetHint: 'Rien n’est perdu : vous pouvez revenir exactement à ce qu’il y avait, jusqu’au {until}.',
    lastRestore: 'Vos données ont été récupérées le {at}.',
    lastRestoreHint: 'Ce qui avait été entré entre-temps est gardé, lui aussi, jusqu’au {until}.',
    goRecover: 'Voir comment revenir en arrière',

    startTitle: 'Repartir à neuf',

    keepTitle: 'Ou un rapport à la fois',
    keepText: 'Imprimez ou téléchargez ces rapports pendant qu’ils sont à portée de main.',
    reports: {
      trialBalance: 'Balance de vérification',
      trialBalanceHint: 'Les soldes à reprendre comme soldes d’ouverture.',
      ledger: 'Grand livre',
      ledgerHint: 'Toutes les écritures, dans un fichier que vous pourrez importer de nouveau.',
    },

    reenterTitle: 'Ce qu’il faudra entrer de nouveau',
    reenterText:
      'Après la réinitialisation, vos livres ont le plan comptable et les taux de taxe par défaut, rien d’autre.',
    reenter: {
      contacts: 'Vos contacts',
      contactsHint: 'Commencez par eux : les factures en ont besoin. Exportez-les maintenant.',
      contactsExport: 'Exporter les contacts (CSV)',
      accounts: 'Les comptes et les taux que vous avez ajoutés ou renommés',
      accountsHint: 'La balance de vérification en donne la liste.',
      opening: 'Les soldes d’ouverture',
      openingHint: 'Reprenez-les de la balance de vérification, ou importez le grand livre.',
      invoices: 'Les factures qui ne sont pas encore payées',
      invoicesHint: 'Les numéros continuent où ils en étaient : aucun ne servira deux fois.',
      banks: 'Les comptes bancaires et leurs connexions',
      banksHint: 'Vous les reconnecterez quand vous serez prêt.',
    },

    settleNone: 'Rien ne bloque : aucune banque n’est connectée et aucune importation n’est en cours.',

    scopeTitle: 'Voyez ce qui change et ce qui reste',
    replacedTitle: 'Ce qui sera remplacé',
    replacedText: 'Ces données sortent de vos livres et sont gardées dans un instantané.',
    replacedCaption: 'Données remplacées, par sorte',
    replacedDefaults: 'Les comptes et les taux par défaut sont recréés aussitôt.',
    keptTitle: 'Ce qui reste',
    keptText: 'Une réinitialisation n’y touche jamais.',
    kept: {
      people: 'Les utilisateurs et leurs accès',
      business: 'La fiche de l’entreprise : nom, adresse, numéros, langue',
      billing: 'Votre abonnement et ses factures; l’essai n’est pas prolongé',
      feeds: 'Les connexions bancaires, déconnectées',
      payments: 'Les liens de paiement et les paiements reçus en ligne',
      numbers: 'Les numéros de documents : ils continuent où ils en étaient',
      snapshots: 'Les instantanés',
      audit: 'L’historique de tout ce qui a été fait',
      sessions: 'Les sessions ouvertes',
    },

    payTitle: 'Les factures avec un lien « Payer maintenant »',
    payNone: 'Aucune facture n’a de lien de paiement ouvert.',
    payCount: (count: number) =>
      n(
        count,
        '# facture envoyée a un lien de paiement encore ouvert',
        '# factures envoyées ont un lien de paiement encore ouvert',
      ),
    payAmount: ', pour {amount} en tout.',
    payLatest: (count: number) => n(count, 'La plus récente :', 'Les # plus récentes :'),
    payText:
      'Vos clients pourront encore les payer après la réinitialisation. Ces paiements ne s’appliqueront pas tout seuls : ils vous attendront sous « Paiements à enregistrer », pour que vous les inscriviez à la main.',

    resetReady:
      'L’étape suivante vous montre un résumé et vous demande votre adresse d’inscription. Rien ne se passe avant.',
    resetFresh: 'Il n’y a rien à faire : vos livres sont comme au jour de l’inscription.',
    resetUntil: 'Vous pourrez tout récupérer jusqu’au {until}.',
    steps: { prepare: 'Préparez', reset: 'Réinitialisez', takeUp: 'Reprenez' },
    states: {
      done: 'fait',
      packed: 'dossier prêt',
      fresh: 'livres vides',
      ready: 'rien ne bloque',
      takeUp: 'à votre choix',
      later: 'après',
      snapshots: 'instantanés gardés : {count}',
    },
    takeUpText:
      'Reprenez d’un instantané ce dont vous avez besoin : contacts, plan comptable, soldes d’ouverture, factures impayées.',
    takeUpLater:
      'Après la réinitialisation, vous choisirez ici ce que vous voulez reprendre : contacts, plan comptable, soldes d’ouverture, factures impayées.',
    takeUpButton: 'Choisir ce que je reprends',
    resetWaits: 'Ce bouton attend : {why}. Il mène à la confirmation, qui le redit.',
    resetButton: 'Réinitialiser mes données',

    recoverTitle: 'Retrouver des données',
    recoverLead:
      'Chaque réinitialisation garde un instantané de ce qu’elle a remplacé. Vous pouvez le regarder sans rien changer, ou le récupérer.',
    recoverNone:
      'Il n’y a rien à récupérer : aucune réinitialisation n’a été faite, ou ses instantanés ne sont plus gardés.',
    recoverEmpty: 'Revenir à ces livres vides',
    latest: 'Le plus récent',
    undoes: 'Ce que la dernière réinitialisation a remplacé',
    earlier: 'Autres instantanés',
    recoverButton: 'Récupérer mes données',
    look: 'Regarder sans rien changer',
    lookShort: 'Regarder',
    recoverShort: 'Récupérer',
    ofSnapshot: 'l’instantané du {at}',

    notYoursTitle: 'Seule la personne propriétaire d’origine peut réinitialiser ou récupérer',
    notYours:
      'C’est la personne qui a inscrit l’entreprise. L’accès complet n’y suffit pas, même pour une copropriétaire ou un copropriétaire : une seule personne décide d’un geste aussi grand.',
    notYoursWho: 'Pour {business}, c’est {name}. Demandez-lui.',
    notYoursAsk: 'Une personne qui a l’accès complet peut vous dire qui c’est.',
    notYoursNothing: 'Rien n’a changé.',
    notYoursHelp: 'Vous pouvez quand même préparer le terrain avec ce qui suit.',
    mayNotLook: 'Votre rôle ne permet pas de regarder les instantanés.',
  }),
  (n) => ({
    title: 'Manage your data',
    lead: 'Start over, or recover what a reset replaced. Take your time: nothing changes until you have confirmed by typing your sign-up address.',
    onThisPage: 'On this page',
    jumpRecover: 'Bring data back',
    lastReset: 'Your data were reset on {at}.',
    lastResetHint: 'Nothing is lost: you can go back to exactly what was there, until {until}.',
    lastRestore: 'Your data were recovered on {at}.',
    lastRestoreHint: 'What had been entered in between is kept too, until {until}.',
    goRecover: 'See how to go back',

    startTitle: 'Start over',

    keepTitle: 'Or one report at a time',
    keepText: 'Print or download these reports while they are at hand.',
    reports: {
      trialBalance: 'Trial balance',
      trialBalanceHint: 'The balances to enter again as opening balances.',
      ledger: 'General ledger',
      ledgerHint: 'All the entries, in a file that you can import again.',
    },

    reenterTitle: 'What you will have to enter again',
    reenterText: 'After the reset your books have the default chart of accounts and tax rates, and nothing else.',
    reenter: {
      contacts: 'Your contacts',
      contactsHint: 'Start with them: invoices need them. Export them now.',
      contactsExport: 'Export the contacts (CSV)',
      accounts: 'The accounts and rates that you added or renamed',
      accountsHint: 'The trial balance lists them.',
      opening: 'Opening balances',
      openingHint: 'Take them from the trial balance, or import the general ledger.',
      invoices: 'Invoices that are not paid yet',
      invoicesHint: 'Numbers go on from where they were: none is used twice.',
      banks: 'Bank accounts and their connections',
      banksHint: 'You will reconnect them when you are ready.',
    },

    settleNone: 'Nothing blocks: no bank is connected and no import is running.',

    scopeTitle: 'See what changes and what stays',
    replacedTitle: 'What will be replaced',
    replacedText: 'These data leave your books and are kept in a snapshot.',
    replacedCaption: 'Data replaced, by kind',
    replacedDefaults: 'Default accounts and rates are created again at once.',
    keptTitle: 'What is kept',
    keptText: 'A reset never touches these.',
    kept: {
      people: 'Users and their access',
      business: 'The details of the business: name, address, numbers, language',
      billing: 'Your plan and its invoices; a trial is not extended',
      feeds: 'Bank connections, disconnected',
      payments: 'Payment links and online payments received',
      numbers: 'Document numbers: they go on from where they were',
      snapshots: 'Snapshots',
      audit: 'The history of everything that was done',
      sessions: 'Open sessions',
    },

    payTitle: 'Invoices with a “Pay now” link',
    payNone: 'No invoice has an open payment link.',
    payCount: (count) =>
      n(
        count,
        '# invoice was sent with a payment link still open',
        '# invoices were sent with a payment link still open',
      ),
    payAmount: ', for {amount} in all.',
    payLatest: (count) => n(count, 'The latest:', 'The # latest:'),
    payText:
      'Your customers can still pay them after the reset. Such payments are not applied by themselves: they wait for you under “Payments to record”, to be recorded by hand.',

    resetReady: 'The next step shows you a summary and asks for your sign-up address. Nothing happens before that.',
    resetFresh: 'There is nothing to do: your books are as on the day you signed up.',
    resetUntil: 'You will be able to recover everything until {until}.',
    steps: { prepare: 'Prepare', reset: 'Reset', takeUp: 'Take up again' },
    states: {
      packed: 'pack made',
      done: 'done',
      fresh: 'empty books',
      ready: 'nothing blocks',
      takeUp: 'as you choose',
      later: 'afterwards',
      snapshots: 'snapshots kept: {count}',
    },
    takeUpText: 'Bring along from a snapshot what you need: contacts, chart, opening balances, unpaid invoices.',
    takeUpLater:
      'After the reset you choose here what to bring along: contacts, chart, opening balances, unpaid invoices.',
    takeUpButton: 'Choose what to bring along',
    resetWaits: 'This button waits: {why}. It leads to the confirmation, which says so again.',
    resetButton: 'Reset my data',

    recoverTitle: 'Bring data back',
    recoverLead:
      'Each reset keeps a snapshot of what it replaced. You can look at it without changing anything, or recover it.',
    recoverNone: 'There is nothing to recover: no reset was made, or its snapshots are no longer kept.',
    recoverEmpty: 'Go back to these empty books',
    latest: 'The most recent',
    undoes: 'What the last reset replaced',
    earlier: 'Other snapshots',
    recoverButton: 'Recover my data',
    look: 'Look without changing anything',
    lookShort: 'Look',
    recoverShort: 'Recover',
    ofSnapshot: 'the snapshot of {at}',

    notYoursTitle: 'Only the original owner can reset or recover',
    notYours:
      'That is the person who signed the business up. Full access is not enough, even for a co-owner: one person alone decides on a step this big.',
    notYoursWho: 'For {business}, it is {name}. Ask them.',
    notYoursAsk: 'Somebody with full access can tell you who that is.',
    notYoursNothing: 'Nothing has changed.',
    notYoursHelp: 'You can still prepare with what follows.',
    mayNotLook: 'Your role does not allow looking at snapshots.',
  }),
);
