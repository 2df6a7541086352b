import { bilingual } from '../../../ui/texts/bilingual.js';

export const languages = bilingual(
  () => ({ fr: 'français', en: 'anglais' }),
  () => ({ fr: 'French', en: 'English' }),
);
