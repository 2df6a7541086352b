/** What is said of support actions, of requests and of legal holds. */
export const supportFr = {
  requestsNav: 'Demandes',

  /** On the page of a business: the buttons, and what is said to those who have none. */
  open: {
    'disconnect-feed': 'Déconnecter à la demande de la ou du propriétaire',
    'lift-sign-in-lock': 'Lever le blocage',
    'send-link': 'Envoyer le lien vers Gérer vos données',
    'resend-notice': 'Envoyer l’avis de nouveau',
    placeHold: 'Mettre en conservation légale',
    liftHold: 'Lever la conservation',
    about: 'de {what}',
  },
  helpTitle: 'Aider la ou le propriétaire',
  notYours: {
    feeds: 'Le soutien peut demander la déconnexion d’une banque, à la demande de la ou du propriétaire.',
    members: 'Le soutien peut demander la levée du blocage d’un compte après trop d’essais de mot de passe.',
    holds: 'Seule l’équipe de la conformité met un instantané en conservation légale.',
  },
  disconnected: 'Déjà déconnectée',
  held: 'En conservation légale',
  heldSince: 'depuis le {at}',
  heldWhy: '{reason} (dossier {ticket}, par {by})',
  restoredHeld: 'Un instantané en conservation légale a été récupéré : ses données sont les données actuelles.',
  restoredHeldSee: 'Voir la conservation de l’instantané {id}',

  titles: {
    'disconnect-feed': 'Déconnecter une banque à la demande de la ou du propriétaire',
    'lift-sign-in-lock': 'Lever le blocage d’un compte',
    'send-link': 'Envoyer le lien vers Gérer vos données',
    'resend-notice': 'Envoyer de nouveau l’avis de la dernière opération',
  },
  of: 'Entreprise : {business}',
  back: 'Retour à l’entreprise',
  gone: 'Ce dont il s’agissait ne fait plus partie de l’entreprise, ou n’en a jamais fait partie.',

  whatHappens: 'Ce qui va se passer',
  happens: {
    'disconnect-feed':
      'La connexion avec {institution} pour le compte {account} prend fin aussitôt. Les opérations déjà reçues restent; il n’en arrive plus de nouvelles. Pour recommencer, la ou le propriétaire connecte la banque de nouveau.',
    'lift-sign-in-lock':
      'Les essais manqués de {email} sont oubliés. La personne peut essayer de nouveau aussitôt, avec le même mot de passe.',
    'send-link':
      'Un courriel avec le lien vers Gérer vos données part à {email}, en {language}. Le lien n’ouvre rien par lui-même : il demande d’ouvrir une session.',
    'resend-notice':
      'L’avis de la {kind} du {at} part de nouveau, à la ou au propriétaire d’origine et à toute personne qui a l’accès complet aujourd’hui :',
  },
  languages: { fr: 'français', en: 'anglais' },
  kinds: { reset: 'réinitialisation', restore: 'récupération' },
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
  lockNote: 'Sans intervention, le blocage tombe de lui-même, au plus tard un quart d’heure après les essais manqués.',
  secondPerson: 'Une autre personne doit approuver',
  secondPersonText:
    'Rien n’est fait tout de suite : votre demande attend, au plus 24 heures, qu’une personne responsable du soutien autre que vous l’approuve.',

  blockedTitle: 'Ce n’est pas possible maintenant',
  blockers: {
    'disconnected-already': 'Cette banque est déjà déconnectée. Il n’y a rien à faire.',
    'no-lock':
      'Ce compte n’est pas bloqué : la personne peut ouvrir une session. Si son mot de passe ne convient pas, il faut le retrouver ou le changer.',
    'no-switch': 'Il n’y a jamais eu de réinitialisation ni de récupération : il n’y a aucun avis à envoyer.',
    'other-switch-since':
      'Une autre opération a eu lieu depuis. Revenez à l’entreprise et renvoyez l’avis de la plus récente.',
    'snapshot-gone': 'L’avis promettrait un retour en arrière qui n’est plus possible : l’instantané n’est plus gardé.',
    'asked-already': 'La même demande attend déjà une décision. Voyez la page Demandes.',
    'asker-disabled': 'Le compte de la personne qui l’a demandé est désactivé. La demande ne peut qu’être refusée.',
    gone: 'Cette personne n’est plus membre de l’entreprise. La demande ne peut qu’être refusée.',
  },

  form: {
    title: 'Pourquoi',
    reason: 'Raison',
    reasonHint:
      'Ce qui a été demandé, par qui et comment la personne a été reconnue. De 10 à 500 caractères; la ou le propriétaire ne la voit pas.',
    ticket: 'Numéro du billet',
    ticketHint: 'Tel qu’il est dans le système du soutien, par exemple SUP-1234.',
    problemTitle: 'Il y a un problème',
    problems: {
      reason: 'Écrivez la raison, en 10 à 500 caractères.',
      ticket: 'Entrez le numéro du billet : des lettres, des chiffres et # _ . : / -, sans espace.',
    },
    codes: {
      UNAUTHENTICATED:
        'Votre session a pris fin : rien n’a été changé. Ouvrez-la de nouveau et vous serez sur cette page.',
      INVALID_STATE: 'La situation a changé entre-temps : rien n’a été fait. Voici où elle en est maintenant.',
      NOT_FOUND: 'Ce dont il s’agissait n’est plus là. Rien n’a été changé.',
      IDEMPOTENCY_KEY_REUSED:
        'Ce formulaire a déjà été envoyé, avec d’autres mots. Vérifiez dans l’historique ce qui a été fait avant de l’envoyer de nouveau.',
      REQUEST_IN_PROGRESS: 'La même demande est déjà en cours. Attendez un moment, puis essayez de nouveau.',
      FORBIDDEN: 'Votre rôle ne le permet pas, ou c’est à quelqu’un d’autre de décider. Rien n’a été changé.',
      SNAPSHOT_EXPIRED: 'La suppression de cet instantané a commencé : il est trop tard pour le conserver.',
    },
    submit: {
      'disconnect-feed': 'Demander la déconnexion',
      'lift-sign-in-lock': 'Demander la levée du blocage',
      'send-link': 'Envoyer le lien',
      'resend-notice': 'Envoyer l’avis',
    },
    working: 'Un instant…',
    cancel: 'Ne rien faire',
  },

  done: {
    'disconnect-feed': 'La banque est déconnectée.',
    'lift-sign-in-lock': 'Le blocage est levé.',
    'send-link': 'Le lien est en route.',
    'resend-notice': 'L’avis est en route.',
    waits: 'Votre demande attend une autre personne',
    waitsText: 'Rien n’a encore changé. Une personne responsable du soutien la trouve sous Demandes.',
    recorded: 'C’est inscrit au journal d’audit.',
    event: 'Voir l’événement',
    requests: 'Voir les demandes',
  },

  requests: {
    title: 'Demandes',
    lead: 'Ce que le soutien a demandé et qu’une autre personne doit décider. La plus ancienne vient en premier.',
    waiting: 'En attente',
    none: 'Rien n’attend de décision.',
    decided: 'Décidées récemment',
    noneDecided: 'Aucune demande n’a encore été décidée.',
    what: {
      'disconnect-feed': 'Déconnecter {institution} · {account}',
      'lift-sign-in-lock': 'Lever le blocage de {email}',
      gone: 'Lever le blocage d’une personne qui n’est plus membre',
    },
    business: 'Entreprise',
    askedBy: 'Demandé par',
    askedByAt: '{name}, le {at}',
    reason: 'Raison',
    ticket: 'Billet',
    until: 'À décider avant le',
    approve: 'Approuver',
    refuse: 'Refuser',
    approveTitle: 'Le faire maintenant?',
    approveNow: 'Oui, approuver et le faire',
    refuseTitle: 'Refuser la demande',
    refuseReason: 'Raison du refus',
    refuseHint: 'Ce que la personne qui l’a demandé doit savoir. De 10 à 500 caractères.',
    refuseNow: 'Refuser la demande',
    cancel: 'Annuler',
    own: 'Vous l’avez demandé vous-même : une autre personne responsable du soutien doit décider.',
    notLead: 'Seule une personne responsable du soutien décide.',
    approved: 'Approuvée : c’est fait.',
    refused: 'Refusée : rien n’a changé.',
    states: { pending: 'En attente', approved: 'Approuvée', refused: 'Refusée', expired: 'Expirée' },
    state: 'Décision',
    by: '{state} par {name}, le {at}',
    byTime: '{state} le {at}',
    request: 'Demande',
    event: 'Événement',
    see: 'Voir',
  },

  hold: {
    title: 'Conservation légale d’un instantané',
    snapshot: 'L’instantané',
    states: {
      kept: 'Gardé',
      expired: 'À l’échéance, pas encore supprimé',
      gone: 'Supprimé, ou en voie de l’être',
      restored: 'Récupéré : ce sont les données actuelles',
    },
    standing: 'Conservations en vigueur',
    none: 'Aucune. L’instantané est supprimé à son échéance.',
    noneRestored: 'Aucune.',
    by: 'Par',
    since: 'Depuis le',
    place: 'Mettre en conservation légale',
    placeMore: 'Ajouter une conservation, pour un autre dossier',
    placeText:
      'Tant qu’une conservation est en vigueur, l’instantané n’est pas supprimé, même après son échéance. La ou le propriétaire peut encore le récupérer, et voit seulement qu’il est gardé plus longtemps.',
    placeNow: 'Mettre en conservation',
    lift: 'Lever cette conservation',
    liftTitle: 'Lever la conservation {ticket}',
    liftText:
      'S’il n’en reste aucune autre et que son échéance est passée, l’instantané est supprimé dans les minutes qui suivent, pour de bon.',
    liftNow: 'Lever la conservation',
    reasonHint: 'Le dossier et ce qui l’exige. De 10 à 500 caractères; seule la conformité la voit.',
    ticket: 'Numéro du dossier',
    ticketHint: 'Tel qu’il est dans le registre de la conformité, par exemple LEG-12.',
    placed: 'L’instantané est en conservation légale.',
    lifted: 'La conservation est levée.',
    tooLate: 'La suppression de cet instantané a commencé, ou est faite : il ne peut plus être conservé.',
    restoredNote: 'Cet instantané a été récupéré. Une conservation vaut de nouveau dès que ces données sont scellées.',
    liftedAlready: 'La conservation que vous avez choisie ne tient plus : elle a été levée.',
  },
};

export type SupportTexts = typeof supportFr;
