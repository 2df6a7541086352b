import type { PANEL_PAGES } from './panel-contents.js';
import { PANEL_ROOT, panelPaths } from './panel-paths.js';
import type { PanelTexts } from './texts/texts.js';

/** The headline of each page before it is known what is on it. */
const TITLES: Readonly<Record<keyof typeof PANEL_PAGES, (t: PanelTexts) => string>> = {
  search: (t) => t.search.title,
  business: (t) => t.nav.businesses,
  'support-action': (t) => t.support.helpTitle,
  answer: (t) => t.answer.title,
  requests: (t) => t.support.requests.title,
  holds: (t) => t.holds.title,
  hold: (t) => t.support.hold.title,
  waiting: (t) => t.operators.waiting.title,
  display: (t) => t.display.title,
  permissions: (t) => t.operators.permissions.title,
  retention: (t) => t.retention.title,
  'staff-account': (t) => t.operators.staff.title,
  'staff-new': (t) => t.operators.staff.add.title,
  'staff-requests': (t) => t.operators.staffRequests.title,
  'access-reviews': (t) => t.operators.accessReview.title,
  'access-review': (t) => t.operators.accessReview.title,
  payments: (t) => t.payments.title,
  events: (t) => t.explorer.title,
  event: (t) => t.explorer.event.title,
  evidence: (t) => t.evidence.sheet.title,
  snapshot: (t) => t.evidence.compare.title,
  reviews: (t) => t.reviews.list.title,
  'review-new': (t) => t.reviews.form.title,
  review: (t) => t.reviews.one.title,
  export: (t) => t.explorer.export.title,
  log: (t) => t.explorer.status.title,
};

/** What stands above the page at `path`, which is one of the panel. */
export function titleAt(path: string, t: PanelTexts): string {
  if (path.replace(/\/$/, '') === PANEL_ROOT) return t.home.title;
  if (path.startsWith(panelPaths.list('staff'))) return t.lists.staff;
  const page = Object.keys(TITLES).find((name) => path === panelPaths.page(name));
  return page === undefined ? t.lists.businesses : TITLES[page as keyof typeof TITLES](t);
}
