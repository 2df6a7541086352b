import { together } from '../../../ui/texts/bilingual.js';
import { paymentsGeneral } from './payments-general.texts.js';

export const panelPayments = together({}, paymentsGeneral);
