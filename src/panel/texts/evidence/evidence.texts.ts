import { together } from '../../../ui/texts/bilingual.js';
import { compare } from './compare.texts.js';
import { sheetKinds } from './sheet-kinds.texts.js';
import { sheet } from './sheet.texts.js';

export const evidence = together({ compare, sheet, sheetKinds });
