import { retentionTexts } from '../../ui/retention/retention.texts.js';
import { together } from '../../ui/texts/bilingual.js';
import { answer } from './answer.texts.js';
import { business } from './business.texts.js';
import { columns } from './columns.texts.js';
import { display } from './display.texts.js';
import { enrolment } from './enrolment.texts.js';
import { errorPages } from './error-pages.texts.js';
import { reviews } from './reviews/reviews.texts.js';
import { evidence } from './evidence/evidence.texts.js';
import { explorer } from './explorer/explorer.texts.js';
import { general } from './general.texts.js';
import { holds } from './holds.texts.js';
import { home } from './home.texts.js';
import { idle } from './idle.texts.js';
import { keys } from './keys.texts.js';
import { lists } from './lists.texts.js';
import { nav } from './nav.texts.js';
import { operators } from './operators/operators.texts.js';
import { ownAccount } from './own-account.texts.js';
import { panelPayments } from './payments/payments.texts.js';
import { ownerPage } from './owner-page.texts.js';
import { preconditions } from './preconditions.texts.js';
import { problems } from './problems.texts.js';
import { recoveryCodes } from './recovery-codes.texts.js';
import { roles } from './roles.texts.js';
import { search } from './search.texts.js';
import { secondFactor } from './second-factor.texts.js';
import { signIn } from './sign-in.texts.js';
import { support } from './support/support.texts.js';
import { situation } from './situation.texts.js';
import { table } from './table.texts.js';
import { timeline } from './timeline.texts.js';

export const panelTexts = together(
  {
    nav,
    roles,
    problems,
    errorPages,
    idle,
    signIn,
    secondFactor,
    enrolment,
    recoveryCodes,
    home,
    search,
    columns,
    table,
    display,
    keys,
    business,
    preconditions,
    situation,
    ownerPage,
    timeline,
    support,
    answer,
    holds,
    operators,
    ownAccount,
    payments: panelPayments,
    lists,
    explorer,
    evidence,
    reviews,
    retention: retentionTexts,
  },
  general,
);
