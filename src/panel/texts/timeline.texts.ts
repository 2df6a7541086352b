import { bilingual } from '../../ui/texts/bilingual.js';

export const timeline = bilingual(
  () => ({
    choose: 'Événements montrés',
    filters: {
      story: 'L’histoire',
      switches: 'Bascules et instantanés',
      banks: 'Banques',
      staff: 'Personnel',
      payments: 'Paiements',
      readings: 'Consultations',
      all: 'Tout',
    },
    staffReason: 'Raison donnée par le personnel',
    answer: 'Réponse envoyée',
    colon: ' : ',
  }),
  () => ({
    choose: 'Events shown',
    filters: {
      story: 'The story',
      switches: 'Switches and snapshots',
      banks: 'Banks',
      staff: 'Staff',
      payments: 'Payments',
      readings: 'Readings',
      all: 'All',
    },
    staffReason: 'Reason given by staff',
    answer: 'Answer sent',
    colon: ': ',
  }),
);
