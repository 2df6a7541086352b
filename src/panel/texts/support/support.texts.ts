import { together } from '../../../ui/texts/bilingual.js';
import { blockers } from './blockers.texts.js';
import { done } from './done.texts.js';
import { form } from './form.texts.js';
import { happens } from './happens.texts.js';
import { hold } from './hold.texts.js';
import { kinds } from './kinds.texts.js';
import { languages } from './languages.texts.js';
import { notYours } from './not-yours.texts.js';
import { open } from './open.texts.js';
import { requests } from './requests.texts.js';
import { supportGeneral } from './support-general.texts.js';
import { titles } from './titles.texts.js';

export const support = together(
  { open, notYours, titles, happens, languages, kinds, blockers, form, done, requests, hold },
  supportGeneral,
);
