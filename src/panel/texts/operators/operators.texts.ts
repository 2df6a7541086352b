import { together } from '../../../ui/texts/bilingual.js';
import { accessReview } from './access-review.texts.js';
import { chart } from './chart.texts.js';
import { choosePassword } from './choose-password.texts.js';
import { operatorsGeneral } from './operators-general.texts.js';
import { permissions } from './permissions.texts.js';
import { staffRequests } from './staff-requests.texts.js';
import { staff } from './staff.texts.js';
import { waiting } from './waiting.texts.js';

export const operators = together(
  { waiting, chart, permissions, staff, staffRequests, accessReview, choosePassword },
  operatorsGeneral,
);
