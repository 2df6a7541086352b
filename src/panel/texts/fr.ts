import { supportFr } from './support.fr.js';
import { plural } from '../../web/texts/plural.js';
import { panelPaymentsFr } from './payments.fr.js';
import { typeset } from '../../web/texts/typeset.js';
import { operatorsFr } from './operators.fr.js';
import { explorerFr } from './explorer.fr.js';

const n = plural('fr');

/** French (Canada), the first language. `{name}` stands for something that the page puts in. */
export const panelFr = typeset({
  title: 'Ardoise – Panneau du personnel',
  short: 'Personnel',
  skip: 'Aller au contenu',
  needsScript: 'Le panneau a besoin de JavaScript.',
  menu: 'Navigation du panneau',
  account: 'Compte',
  signedInAs: 'Session ouverte par',
  signOut: 'Se déconnecter',
  protect: 'Protéger ce compte avec un code',
  otherLanguage: 'English',
  foot: 'Ce que vous consultez ici est inscrit au journal d’audit.',
  loading: 'Un instant…',
  since: 'depuis le {at}',
  upTo: (count: number) => `plus de ${count}`,
  nav: {
    home: 'Accueil',
    search: 'Recherche',
    events: 'Journal d’audit',
    payments: 'Paiements à enregistrer',
    businesses: 'Entreprises',
    staff: 'Comptes du personnel',
    permissions: 'Permissions',
  },

  roles: {
    support: 'Soutien',
    'support-lead': 'Responsable du soutien',
    compliance: 'Conformité',
    operator: 'Exploitation',
  },

  problems: {
    UNAUTHENTICATED: 'Votre session a pris fin. Ouvrez-la de nouveau pour continuer.',
    FORBIDDEN: 'Votre rôle ne permet pas de voir cette page.',
    NOT_FOUND: 'Il n’y a rien à cette adresse, ou votre rôle ne permet pas de le voir.',
    CROSS_SITE: 'Cette demande venait d’un autre site. Ouvrez la page ici.',
    AUDIT_UNAVAILABLE: 'Le journal d’audit ne peut pas être écrit. Ce qui ne peut pas être inscrit n’est pas montré.',
    DATABASE_UNAVAILABLE: 'La base de données ne répond pas. Essayez de nouveau dans un moment.',
    INVALID_STATE: 'Ce n’est pas possible dans l’état actuel.',
    INTERNAL: 'Quelque chose n’a pas fonctionné de notre côté. Essayez de nouveau.',
  },
  problemTitle: 'La page n’a pas pu être montrée',
  errorPages: {
    '403': {
      title: 'Cette page n’est pas ouverte à votre rôle',
      text: 'Rien n’a changé. La page Permissions dit quel rôle peut quoi, et qui peut vous aider.',
    },
    '404': {
      title: 'Il n’y a rien à cette adresse',
      text: 'Vérifiez le lien, ou cherchez ce qu’il vous faut.',
    },
    '400': {
      title: 'Cette demande n’a pas pu être lue',
      text: 'Rien n’a changé. Revenez à la page précédente et réessayez.',
    },
    '500': {
      title: 'Quelque chose a cédé de notre côté',
      text: 'Réessayez. Si cela continue, donnez cette référence à l’exploitation.',
    },
    reference: 'Référence :',
    home: 'Retour à l’accueil du panneau',
    permissions: 'Qui peut quoi',
    search: 'Recherche',
  },
  idle: {
    soonTitle: 'Votre session prend bientôt fin',
    soon: 'Rien n’a été demandé depuis un moment : dans moins de deux minutes il faudra vous reconnecter. Ce que vous avez saisi serait perdu.',
    stay: 'Rester connecté',
    overTitle: 'Votre session a pris fin',
    over: 'Rien n’a été demandé pendant une demi-heure. Reconnectez-vous : vous reviendrez à cette page.',
  },
  signInAgain: 'Ouvrir une session',

  signIn: {
    title: 'Personnel : ouvrir une session',
    lead: 'Réservé aux équipes du soutien, de la conformité et de l’exploitation.',
    email: 'Adresse courriel',
    password: 'Mot de passe',
    submit: 'Ouvrir la session',
    recorded: 'Chaque ouverture de session, et chaque entreprise consultée, est inscrite au journal d’audit.',
    problems: {
      BAD_CREDENTIALS: 'L’adresse ou le mot de passe ne convient pas. Vérifiez les deux, puis essayez de nouveau.',
      REQUIRED: 'Entrez votre adresse courriel et votre mot de passe.',
      TOO_MANY_REQUESTS: 'Trop d’essais de suite. Attendez quelques minutes, puis essayez de nouveau.',
      SIGNED_OUT:
        'Votre session avait pris fin : rien n’a été changé. Ouvrez-la de nouveau et vous serez sur la même page.',
    },
  },

  secondFactor: {
    title: 'Entrez votre code',
    lead: 'Ouvrez l’application de codes de votre téléphone.',
    code: 'Code à six chiffres',
    codeHint: 'Sans téléphone, entrez un de vos codes de secours.',
    submit: 'Continuer',
    startOver: 'Recommencer avec un autre compte',
    problems: {
      BAD_CREDENTIALS: 'Ce code ne convient pas, ou a déjà servi. Attendez le suivant.',
      REQUIRED: 'Entrez le code.',
      TOO_MANY_REQUESTS: 'Trop d’essais de suite. Attendez quelques minutes, puis essayez de nouveau.',
      KEY_LOST:
        'Les codes des téléphones ne peuvent pas être vérifiés en ce moment : la clé qui les protège a été changée ou perdue. Vous n’y êtes pour rien. Un de vos codes de secours fonctionne; sinon, avertissez un opérateur.',
    },
  },

  enrolment: {
    title: 'Protéger ce compte avec un code',
    lead: 'À chaque ouverture de session, votre téléphone donnera un code en plus du mot de passe.',
    leadRequired: 'Ardoise demande un code en plus du mot de passe. Associez votre téléphone pour continuer.',
    scan: 'Associez votre téléphone',
    scanHint: 'Numérisez ce dessin avec une application de codes (TOTP).',
    qrCode: 'Code QR à numériser avec le téléphone',
    byHand: 'Ou entrez cette clé à la main :',
    code: 'Code que montre le téléphone',
    codeHint: 'Six chiffres, qui changent toutes les trente secondes.',
    password: 'Votre mot de passe',
    passwordHint: 'Encore une fois, pour que personne d’autre n’associe un téléphone à une session ouverte.',
    problems: {
      WRONG_CODE: 'Ce code ne convient pas. Vérifiez l’heure du téléphone, puis entrez le code suivant.',
      WRONG_PASSWORD: 'Ce mot de passe ne convient pas. Rien n’a changé.',
      TOO_MANY_REQUESTS: 'Trop d’essais de suite. Attendez quelques minutes, puis essayez de nouveau.',
      KEY_LOST:
        'Ce code ne peut pas être vérifié : la clé qui le protège a été changée depuis. Recommencez, et avertissez un opérateur.',
    },
    showCode: 'Continuer',
    submit: 'Activer',
    again: 'Recommencer, avec un autre dessin à numériser',
    notNow: 'Pas maintenant',
    doneTitle: 'Ce compte est déjà protégé',
    doneText:
      'Un code est demandé à chaque ouverture de session. Pour associer un autre téléphone, faites d’abord retirer le second facteur par une personne de l’exploitation.',
    signOut: 'Se déconnecter',
  },

  recoveryCodes: {
    title: 'Votre compte est protégé',
    onceTitle: 'Gardez ces codes de secours maintenant',
    once: 'Ils ne seront plus jamais montrés. Chacun ouvre la session une fois, le jour où le téléphone manque.',
    codes: 'Codes de secours',
    hint: 'Imprimez-les ou rangez-les dans un gestionnaire de mots de passe, ailleurs que dans ce téléphone.',
    go: 'Je les ai gardés : continuer',
  },

  home: {
    title: 'Accueil',
    search: 'Trouver une entreprise',
    log: 'Le journal d’audit',
    logUp: 'Le journal est tenu : les réinitialisations et les récupérations sont possibles.',
    logDown: 'Le journal n’est pas disponible : les réinitialisations et les récupérations sont fermées.',
    logLate: 'Il a du retard : des événements attendent leur place.',
    entries: 'Événements',
    checkpoint: 'Dernière signature',
    witness: 'Témoin',
    witnesses: {
      none: 'aucun',
      cosigned: 'il a contresigné',
      unreachable: 'il ne répond pas',
      refused: 'IL REFUSE de contresigner',
    },
    selfCheck: 'Dernière vérification',
    selfChecks: { 'not yet': 'pas encore faite', passed: 'réussie', FAILED: 'ÉCHOUÉE' },
    never: 'pas encore',
  },

  search: {
    title: 'Recherche',
    label: 'Chercher une entreprise',
    hint: 'Nom ou identifiant de l’entreprise, courriel d’une de ses personnes, identifiant d’un instantané ou d’un événement, référence d’un paiement.',
    submit: 'Chercher',
    results: (count: number) => n(count, '# entreprise trouvée', '# entreprises trouvées'),
    none: 'Rien ne correspond à « {query} ».',
    noneHint: 'Vérifiez l’orthographe, ou cherchez par l’adresse courriel de l’inscription.',
    more: 'Il y en a d’autres : précisez la recherche.',
    eventFound: 'Un événement qui ne touche aucune entreprise',
    foundBy: {
      business: 'par son identifiant',
      name: 'par son nom',
      email: 'par le courriel d’une de ses personnes',
      snapshot: 'par un de ses instantanés',
      event: 'par un de ses événements',
      payment: 'par un de ses paiements en ligne',
    },
  },

  columns: {
    name: 'Nom',
    edition: 'Édition',
    originalOwner: 'Propriétaire d’origine',
    signedUp: 'Inscription',
    foundBy: 'Trouvée',
    email: 'Adresse courriel',
    role: 'Rôle',
    added: 'Ajouté',
    disabled: 'Désactivé',
    bank: 'Banque',
    account: 'Compte',
    state: 'État',
    snapshot: 'Instantané',
    cause: 'Créé par',
    sealed: 'Scellé',
    kept: 'Gardé jusqu’au',
    what: 'Quoi',
    when: 'Quand',
    by: 'Par',
    event: 'Événement',
    actions: 'Actions',
  },

  business: {
    id: 'Identifiant',
    plan: 'Forfait',
    plans: { trial: 'Essai jusqu’au {at}' },
    parts: 'Parties de la page',
    tabs: {
      overview: 'Préalables',
      members: 'Membres',
      'bank-feeds': 'Banques',
      payments: 'Paiements à enregistrer',
      snapshots: 'Instantanés',
      switches: 'Réinitialisations et récupérations',
      timeline: 'Historique',
    },
    original: 'Propriétaire d’origine',
    noFeeds: 'Aucune banque n’a été connectée.',
    noSnapshots: 'Aucun instantané : les données n’ont jamais été réinitialisées.',
    noSwitches: 'Aucune réinitialisation ni récupération.',
    noEvents: 'Rien à montrer ici.',
    causes: { reset: 'Réinitialisation', restore: 'Récupération' },
    states: { kept: 'Gardé', expired: 'Expiré' },
    timelineBy: 'par {name}',
    older: 'Plus anciens',
    newest: 'Revenir aux plus récents',
    reference: 'Référence de l’instantané',
    ticket: 'Billet',
  },

  preconditions: {
    reset: 'Pour une réinitialisation',
    restore: 'Pour une récupération',
    allHold: 'Rien n’empêche la personne propriétaire d’origine de le faire maintenant.',
    someFail: (count: number) => n(count, '# préalable n’est pas rempli', '# préalables ne sont pas remplis'),
    holds: 'Rempli',
    fails: 'Non rempli',
    asked: 'Vérifié à chaque demande',
    notForStaffTitle: 'Le personnel ne réinitialise ni ne récupère',
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
  },

  support: supportFr,
  operators: operatorsFr,
  payments: panelPaymentsFr,

  lists: {
    businesses: 'Entreprises',
    staff: 'Comptes du personnel',
    filter: { businesses: 'Le nom commence par', staff: 'L’adresse commence par' },
    apply: 'Filtrer',
    found: (count: number) => n(count, '# ligne', '# lignes'),
    none: 'Aucune ligne ne correspond.',
    next: 'Page suivante',
    previous: 'Page précédente',
    inUse: 'En usage',
  },

  explorer: explorerFr,
});

export type PanelTexts = typeof panelFr;
