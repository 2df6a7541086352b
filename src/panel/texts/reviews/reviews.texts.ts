import { together } from '../../../ui/texts/bilingual.js';
import { form } from './form.texts.js';
import { list } from './list.texts.js';
import { one } from './one.texts.js';
import { report } from './report.texts.js';

export const reviews = together({ list, form, one, report });
