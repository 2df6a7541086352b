import { bilingual } from '../../ui/texts/bilingual.js';

export const search = bilingual(
  (n) => ({
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
  }),
  (n) => ({
    title: 'Search',
    label: 'Search for a business',
    hint: 'Name or id of the business, e-mail address of one of its people, id of a snapshot or of an event, reference of a payment.',
    submit: 'Search',
    results: (count) => n(count, '# business found', '# businesses found'),
    none: 'Nothing matches “{query}”.',
    noneHint: 'Check the spelling, or search by the e-mail address of the sign-up.',
    more: 'There are more: narrow the search.',
    eventFound: 'An event of no business',
    foundBy: {
      business: 'by its id',
      name: 'by its name',
      email: 'by the e-mail of one of its people',
      snapshot: 'by one of its snapshots',
      event: 'by one of its events',
      payment: 'by one of its online payments',
    },
  }),
);
