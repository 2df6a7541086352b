import { bilingual } from '../../../ui/texts/bilingual.js';

/** What the events of a review tell. */
export const reviewFields = bilingual(
  () => ({
    period_from: 'Début de la période',
    period_until: 'Fin de la période',
    business_id: 'Entreprise',
    seed: 'Graine du tirage',
    sample_size: 'Taille de l’échantillon',
    tree_size: 'Entrées du point de contrôle',
    operations: 'Opérations',
    exceptions: 'Exceptions',
    is_complete: 'Complétude établie',
    report_sha256: 'Empreinte du rapport (SHA-256)',
    content_sha256: 'Empreinte de la revue (SHA-256)',
    item_id: 'Élément',
    items: 'Éléments notés',
    found: 'Ce qui a été trouvé',
    reviewer_id: 'Réviseur',
  }),
  () => ({
    period_from: 'Begin of the period',
    period_until: 'End of the period',
    business_id: 'Business',
    seed: 'Seed of the draw',
    sample_size: 'Size of the sample',
    tree_size: 'Entries of the checkpoint',
    operations: 'Operations',
    exceptions: 'Exceptions',
    is_complete: 'Completeness shown',
    report_sha256: 'Hash of the report (SHA-256)',
    content_sha256: 'Hash of the review (SHA-256)',
    item_id: 'Item',
    items: 'Items noted',
    found: 'What was found',
    reviewer_id: 'Reviewer',
  }),
);
