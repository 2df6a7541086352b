import type { Locale } from '../../platform/kernel/actor.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { panelTexts } from './panel.texts.js';

export type PanelTexts = typeof panelTexts.fr;

export const panelTextsFor = (locale: Locale): PanelTexts => panelTexts[locale];

/** What is said of something that was asked for and refused, by the code of the refusal. */
export const refusalText = (t: PanelTexts, code: string): string =>
  lookUp(t.support.form.codes, code) ?? lookUp(t.problems, code) ?? t.problems.INTERNAL;
