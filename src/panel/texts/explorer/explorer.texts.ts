import { together } from '../../../ui/texts/bilingual.js';
import { event } from './event.texts.js';
import { events } from './events.texts.js';
import { explorerGeneral } from './explorer-general.texts.js';
import { exportTexts } from './export.texts.js';
import { faults } from './log-faults.texts.js';
import { logPage } from './log-page.texts.js';
import { filter } from './filter.texts.js';
import { outcomes } from './outcomes.texts.js';
import { results } from './results.texts.js';
import { saved } from './saved.texts.js';
import { status } from './log-status.texts.js';
import { verify } from './verify.texts.js';

export const explorer = together(
  { events, status, faults, logPage, filter, results, outcomes, saved, export: exportTexts, event, verify },
  explorerGeneral,
);
