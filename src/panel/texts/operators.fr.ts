import type { Person } from '../../access/matrix.js';
import type { PolicyAction, PolicySubject } from '../../access/policy.js';
import { plural } from '../../web/texts/plural.js';
import type { StaffChangeReason } from '../../identity/staff-reasons.js';
import type { WaitingName } from '../waiting-lists.js';

const n = plural('fr');

/** What operators do, who may do what, what waits, and the days of the chart. Typeset where it is put in (fr.ts). */
export const operatorsFr = {
  waiting: {
    title: 'Ce qui attend, et ce qui s’est passé',
    choose: 'Listes',
    see: 'À voir',
    lists: {
      'payments-waiting': 'Paiements à enregistrer',
      'feeds-failing': 'Banques en erreur',
      'requests-waiting': 'Demandes du soutien à décider',
      'imports-running': 'Importations en cours',
      'snapshots-expiring': 'Instantanés qui expirent d’ici 7 jours',
      'switches-done': 'Réinitialisations et récupérations faites depuis 7 jours',
      'switches-refused': 'Réinitialisations et récupérations refusées depuis 7 jours',
      'staff-without-second-factor': 'Comptes du personnel sans second facteur',
      'staff-in-use': 'Comptes du personnel en usage',
    } satisfies Record<WaitingName, string>,
    none: 'Rien pour le moment.',
    oldestFirst: 'Ce qui attend depuis le plus longtemps vient en premier.',
    newestFirst: 'Le plus récent vient en premier.',
    since: { waits: 'Depuis', expires: 'Expire', happened: 'Quand', added: 'Ajouté' },
    name: 'Entreprise',
    account: 'Compte',
    what: 'Quoi',
    rows: (done: string, total?: string) =>
      total === undefined ? `${done} lignes lues` : `${done} lignes sur ${total}`,
    switches: { reset: 'Réinitialisation', restore: 'Récupération' },
    next: 'Page suivante',
    first: 'Revenir au début',
  },

  chart: {
    title: 'Réinitialisations et récupérations, 30 jours',
    none: 'Aucune réinitialisation ni récupération depuis 30 jours, faite ou refusée.',
    summary: (resets: number, restores: number, refused: number) =>
      [
        n(resets, '# réinitialisation', '# réinitialisations'),
        n(restores, '# récupération', '# récupérations'),
        n(refused, '# refus', '# refus'),
      ].join(', ') + ' en 30 jours.',
    most: (count: number) => `Le plus en un jour : ${count}.`,
    series: { resets: 'Réinitialisations', restores: 'Récupérations', refused: 'Refusées' },
    legend: (series: string, count: string) => `${series} : ${count}`,
    table: 'Les mêmes chiffres, jour par jour',
    day: 'Jour',
    empty: 'Les jours sans rien ne sont pas dans le tableau.',
  },

  permissions: {
    title: 'Qui peut faire quoi',
    lead: 'Ces tableaux viennent de la politique que le programme applique à chaque demande. Ce qui n’y est pas est refusé à tout le monde.',
    never: 'Aucun rôle du personnel ne réinitialise ni ne récupère',
    neverWhy:
      'Réinitialiser et récupérer appartient à la personne propriétaire d’origine, et à elle seule. Aucun rôle du personnel ne lit les données comptables ni ne change qui est membre.',
    staff: 'Le personnel',
    staffLead: 'Dans le panneau seulement; un compte du personnel n’ouvre aucune entreprise.',
    members: 'Les personnes d’une entreprise',
    membersLead:
      'Dans leur entreprise seulement. Être propriétaire d’origine est un fait de l’inscription, qui ne se donne ni ne se retire; l’accès complet n’en fait pas partie. Qui n’est pas membre n’obtient rien.',
    action: 'Action',
    yes: 'oui',
    no: 'non',
    own: 'votre rôle',
    persons: {
      'original-owner': 'Propriétaire d’origine',
      owner: 'Accès complet',
      accountant: 'Comptable',
      bookkeeper: 'Tenue de livres',
      viewer: 'Lecture',
      support: 'Soutien',
      'support-lead': 'Responsable du soutien',
      compliance: 'Conformité',
      operator: 'Exploitation',
      stranger: 'Personne d’ailleurs',
      anonymous: 'Sans session',
      system: 'Le programme',
    } satisfies Record<Person, string>,
    subjects: {
      Business: 'L’entreprise',
      Member: 'Ses membres',
      Accounting: 'Les données comptables',
      BankFeed: 'Les banques',
      Snapshot: 'Les instantanés',
      AuditEvent: 'Le journal d’audit',
      Panel: 'Le panneau',
      Notice: 'Les courriels à la ou au propriétaire',
      SignInLock: 'Les verrous d’ouverture de session',
      Request: 'Les demandes à approuver',
      OnlinePayment: 'Les paiements en ligne',
      AuditLog: 'Le journal, toutes entreprises confondues',
      SavedView: 'Les vues enregistrées',
      StaffAccount: 'Les comptes du personnel',
      Demo: 'La démonstration, là où il y en a une',
    } satisfies Record<PolicySubject, string>,
    actions: {
      read: 'Consulter',
      write: 'Inscrire et modifier',
      import: 'Importer',
      export: 'Exporter',
      connect: 'Connecter',
      disconnect: 'Déconnecter',
      'look-at': 'Regarder le contenu',
      hold: 'Mettre en conservation légale, et lever',
      send: 'Envoyer',
      ask: 'Demander, à approuver par une autre personne',
      approve: 'Approuver ou refuser',
      manage: 'Gérer',
      reset: 'Réinitialiser',
      restore: 'Récupérer',
    } satisfies Record<PolicyAction, string>,
  },

  staff: {
    title: 'Compte du personnel',
    account: 'Compte',
    role: 'Rôle',
    added: 'Ajouté',
    state: 'État',
    inUse: 'En usage',
    disabledSince: 'Désactivé depuis le {at}',
    secondFactor: 'Second facteur',
    secondFactorSince: 'Oui, depuis le {at}',
    secondFactorNone: 'Non : le mot de passe suffit pour entrer',
    password: 'Mot de passe',
    oneTime: 'À usage unique, bon jusqu’au {at}; pas encore remplacé',
    lastSignIn: 'Dernière ouverture de session',
    never: 'Jamais',
    openSessions: 'Sessions ouvertes',
    noSessions: 'Aucune session ouverte.',
    started: 'Ouverte',
    seen: 'Vue la dernière fois',
    actions: 'Ce que vous pouvez faire',
    done: 'C’est fait, et inscrit au journal d’audit.',
    wasSoAlready:
      'C’était déjà ainsi quand vous l’avez demandé : rien n’a été changé, ni inscrit de plus. Voici le compte tel qu’il est.',
    cancel: 'Annuler',
    ticket: 'Billet',
    ticketHint:
      'Le numéro de la demande, comme SUP-123. Aucun renseignement personnel : le journal le garde pour toujours.',
    ticketWrong: 'Ce n’est pas un numéro de billet : des lettres, des chiffres et # _ . : / -, sans espace.',
    reason: 'Raison',
    reasonChoose: 'Choisissez…',
    newRole: 'Nouveau rôle',
    reasons: {
      LEFT: 'La personne est partie',
      UNUSED: 'Le compte ne sert plus',
      COMPROMISED: 'Quelqu’un d’autre a pu s’en servir',
      PHONE_LOST: 'Téléphone perdu ou volé',
      PHONE_REPLACED: 'Téléphone remplacé',
      JOINED: 'La personne est arrivée',
      REPLACES: 'La personne en remplace une autre',
      TEMPORARY: 'Pour un temps',
      OTHER_WORK: 'La personne a un autre travail',
      CORRECTION: 'C’était une erreur',
      RETURNED: 'La personne est de retour',
      FORGOTTEN: 'Mot de passe oublié',
      EXPIRED: 'Le mot de passe à usage unique est périmé',
      LEFT_OPEN: 'Une session est restée ouverte',
    } satisfies Record<StaffChangeReason, string>,
    refusals: {
      own: 'C’est votre propre compte : demandez à une autre personne de l’exploitation.',
      last: 'C’est le dernier compte d’exploitation en usage : ajoutez-en un autre d’abord.',
    },
    changes: {
      'change-role': {
        title: 'Changer le rôle',
        about:
          'Les sessions ouvertes prennent fin aussitôt; la personne en ouvre une nouvelle et trouve les pages de son nouveau rôle.',
        submit: 'Changer le rôle',
      },
      'reset-second-factor': {
        title: 'Retirer le second facteur',
        about:
          'Assurez-vous d’abord que c’est bien la personne qui le demande, par une autre voie que le courriel. Le facteur et les codes de secours disparaissent, les sessions prennent fin. Le mot de passe suffira jusqu’à ce qu’elle associe un téléphone.',
        submit: 'Retirer le second facteur',
      },
      'reset-password': {
        title: 'Donner un mot de passe à usage unique',
        about:
          'Le mot de passe d’avant ne vaut plus rien et les sessions prennent fin. Le nouveau est montré une fois ici; la personne en choisit un autre dès qu’elle entre.',
        submit: 'Donner un mot de passe',
      },
      'end-sessions': {
        title: 'Mettre fin aux sessions',
        about:
          'Partout où cette personne est entrée, elle devra ouvrir une session de nouveau. Le compte reste en usage.',
        submit: 'Mettre fin aux sessions',
      },
      disable: {
        title: 'Désactiver le compte',
        about:
          'La personne ne peut plus entrer et ses sessions prennent fin aussitôt. Le compte reste dans la liste, puisque le journal le nomme.',
        submit: 'Désactiver le compte',
      },
      enable: {
        title: 'Remettre le compte en usage',
        about: 'La personne peut entrer de nouveau, avec son rôle et son mot de passe d’avant.',
        submit: 'Remettre en usage',
      },
    },
    noFactorToReset: 'Il n’y a pas de second facteur.',
    noSessionsToEnd: 'Il n’y a pas de session ouverte.',
    passwordTitle: 'Gardez ce mot de passe maintenant',
    passwordOnce:
      'Il n’est montré qu’une fois et vaut 7 jours. Remettez-le à la personne en main propre ou de vive voix : à sa première session elle en choisit un que vous ne connaissez pas.',
    passwordIs: 'Mot de passe à usage unique',
    add: {
      link: 'Ajouter un compte',
      title: 'Ajouter un compte du personnel',
      lead: 'La personne reçoit de vous un mot de passe à usage unique, et choisit le sien en entrant.',
      email: 'Adresse courriel',
      emailHint: 'L’adresse de travail de la personne; elle sert à ouvrir la session.',
      role: 'Rôle',
      roleHints: {
        support: 'Cherche les entreprises, voit les préalables, les instantanés et l’historique.',
        'support-lead': 'Comme le soutien, et approuve ce qui demande deux personnes.',
        compliance: 'Lit, filtre, vérifie et exporte le journal d’audit.',
        operator: 'Gère les comptes du personnel; ne voit aucune entreprise.',
      },
      submit: 'Ajouter le compte',
      doneTitle: 'Le compte est ajouté',
      another: 'Ajouter un autre compte',
      open: 'Ouvrir le compte',
      problems: {
        ALREADY_EXISTS: 'Il y a déjà un compte du personnel à cette adresse. Cherchez-le dans la liste.',
        VALIDATION: 'Ce n’est pas une adresse courriel. Écrivez-la comme nom@exemple.com.',
      },
    },
  },

  choosePassword: {
    title: 'Choisissez votre mot de passe',
    lead: 'Celui avec lequel vous venez d’ouvrir la session est à usage unique, et quelqu’un d’autre l’a vu.',
    password: 'Nouveau mot de passe',
    hint: 'Au moins 12 caractères. Une phrase longue vaut mieux que des signes compliqués.',
    submit: 'Garder ce mot de passe',
    problems: {
      TOO_SHORT: 'Il faut au moins 12 caractères.',
      TOO_LONG: 'Il y a plus de 200 caractères.',
      COMMON: 'Ce mot de passe est l’un des premiers que l’on essaie. Choisissez-en un autre : plusieurs mots à vous.',
      OWN_ADDRESS: 'C’est votre adresse, qui n’est pas un secret.',
      SAME: 'C’est le mot de passe à usage unique. Choisissez-en un que personne d’autre n’a vu.',
    },
    doneTitle: 'Votre mot de passe est déjà le vôtre',
    doneText: 'Celui à usage unique ne vaut plus rien. Rien n’a changé cette fois-ci.',
  },

  keys: 'Au clavier : / mène à la recherche, ↓ et ↑ parcourent les résultats, Échap quitte la case.',
};

export type OperatorsTexts = typeof operatorsFr;
