import { panelEn } from './en.js';
import { panelFr, type PanelTexts } from './fr.js';

export type { PanelTexts };

export const panelTextsFor = (locale: 'fr' | 'en'): PanelTexts => (locale === 'fr' ? panelFr : panelEn);
