import { lookUp } from '../../web/texts/texts.js';
import { panelEn } from './en.js';
import { panelFr, type PanelTexts } from './fr.js';

export type { PanelTexts };

export const panelTextsFor = (locale: 'fr' | 'en'): PanelTexts => (locale === 'fr' ? panelFr : panelEn);

/** What is said of something that was asked for and refused, by the code of the refusal. */
export const refusalText = (t: PanelTexts, code: string): string =>
  lookUp(t.support.form.codes, code) ?? lookUp(t.problems, code) ?? t.problems.INTERNAL;
