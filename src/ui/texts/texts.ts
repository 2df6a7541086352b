import type { Locale } from '../page-context.js';
import { together } from './bilingual.js';
import { layout } from './layout.js';
import { common } from './common.js';
import { editions } from './editions.js';
import { roles } from './roles.js';
import { counts } from './counts.js';
import { phrases } from './phrases.js';
import { feeds } from './feeds.js';
import { history } from './history.js';
import { documents } from './documents.js';
import { general } from './general.js';
import { otherPerson } from './other-person.js';

/** What every page may say. */
export const uiTexts = together(
  { layout, common, editions, roles, counts, phrases, feeds, history, otherPerson, documents },
  general,
);

export type Texts = typeof uiTexts.fr;

export const textsFor = (locale: Locale): Texts => uiTexts[locale];
