import { together } from '../../../ui/texts/bilingual.js';
import { certificate } from './certificate.texts.js';
import { compare } from './compare.texts.js';
import { sheetKinds } from './sheet-kinds.texts.js';
import { sheet } from './sheet.texts.js';

export const evidence = together({ certificate, compare, sheet, sheetKinds });
