import { bilingual } from '../../ui/texts/bilingual.js';

export const home = bilingual(
  () => ({
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
  }),
  () => ({
    title: 'Home',
    search: 'Find a business',
    log: 'The audit log',
    logUp: 'The log is kept: resets and restores are possible.',
    logDown: 'The log is not available: resets and restores are closed.',
    logLate: 'It is behind: events wait for their place.',
    entries: 'Events',
    checkpoint: 'Last signature',
    witness: 'Witness',
    witnesses: {
      none: 'none',
      cosigned: 'has cosigned',
      unreachable: 'does not answer',
      refused: 'REFUSES to cosign',
    },
    selfCheck: 'Last check',
    selfChecks: { 'not yet': 'not yet done', passed: 'passed', FAILED: 'FAILED' },
    never: 'not yet',
  }),
);
