import { bilingual } from './bilingual.js';

export const editions = bilingual(
  () => ({ accounting: 'Comptabilité', express: 'Comptabilité Exprès' }),
  () => ({ accounting: 'Accounting', express: 'Express Accounting' }),
);
