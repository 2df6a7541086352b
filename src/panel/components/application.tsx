import { useCallback, useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { Link, Route, Routes, useLocation } from 'react-router-dom';
import type { TabLinkProps } from '../../ui/components/tabs.js';
import type { PANEL_PAGES } from '../panel-contents.js';
import { panelPaths, PANEL_ROOT } from '../panel-paths.js';
import { AnswerScreen } from './answer-screen.js';
import { ApiClient } from './api-client.js';
import { CompareScreen } from './evidence/compare-screen.js';
import { SheetScreen } from './evidence/sheet-screen.js';
import { BusinessScreen } from './business-screen.js';
import { DisplayScreen } from './display-screen.js';
import { EventScreen } from './explorer/event-screen.js';
import { EventsScreen } from './explorer/events-screen.js';
import { ExportScreen } from './explorer/export-screen.js';
import { LogScreen } from './explorer/log-screen.js';
import { Frame, type FrameView } from './frame.js';
import { IdleNotice } from './idle-notice.js';
import { HomeScreen } from './home-screen.js';
import { HoldScreen } from './hold-screen.js';
import { HoldsScreen } from './holds-screen.js';
import { RequestsScreen } from './requests-screen.js';
import { useShortcuts } from './keyboard.js';
import { ListScreen } from './list-screen.js';
import { locale, t } from './locale.js';
import { OtherPersonNotice } from './other-person-notice.js';
import { RetentionScreen } from './retention-screen.js';
import { PermissionsScreen } from './permissions-screen.js';
import { SearchBox, SearchScreen } from './search-screen.js';
import { ShortcutsHelp } from './shortcuts.js';
import { state } from './state.js';
import { SupportActionScreen } from './support-action-screen.js';
import { StaffAccountScreen } from './staff-account-screen.js';
import { StaffNewScreen } from './staff-new-screen.js';
import { StaffRequestsScreen } from './staff-requests-screen.js';
import { usePlace } from './use-place.js';
import { WaitingScreen } from './waiting-screen.js';
import { PaymentsScreen } from './payments.js';
import { AccessReviewScreen } from './reviews/access-review-screen.js';
import { AccessReviewsScreen } from './reviews/access-reviews-screen.js';
import { ReviewNewScreen } from './reviews/review-new-screen.js';
import { ReviewScreen } from './reviews/review-screen.js';
import { ReviewsScreen } from './reviews/reviews-screen.js';

/** What shows each page of the panel. */
const SCREENS: Readonly<Record<keyof typeof PANEL_PAGES, ComponentType>> = {
  search: SearchScreen,
  business: BusinessScreen,
  'support-action': SupportActionScreen,
  answer: AnswerScreen,
  requests: RequestsScreen,
  holds: HoldsScreen,
  hold: HoldScreen,
  waiting: WaitingScreen,
  display: DisplayScreen,
  permissions: PermissionsScreen,
  retention: RetentionScreen,
  'staff-account': StaffAccountScreen,
  'staff-new': StaffNewScreen,
  'staff-requests': StaffRequestsScreen,
  'access-reviews': AccessReviewsScreen,
  'access-review': AccessReviewScreen,
  payments: PaymentsScreen,
  events: EventsScreen,
  event: EventScreen,
  export: ExportScreen,
  log: LogScreen,
  evidence: SheetScreen,
  snapshot: CompareScreen,
  reviews: ReviewsScreen,
  'review-new': ReviewNewScreen,
  review: ReviewScreen,
};

/** The whole panel in the browser. */
export const PanelApplication = () => {
  const { pathname, search } = useLocation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  useShortcuts(openHelp);
  const waiting = useWaiting(pathname);
  return (
    <Frame
      view={{ t, locale, state, path: pathname, query: search, waiting }}
      LinkTo={RouterLink}
      box={<SearchBox place="board" />}
      Main={Main}
    >
      <Routes>
        <Route path={PANEL_ROOT} element={<HomeScreen />} />
        {Object.entries(SCREENS).map(([name, Shown]) => (
          <Route key={name} path={panelPaths.page(name)} element={<Shown />} />
        ))}
        <Route path={`${PANEL_ROOT}/resources/:resource`} element={<ListScreen />} />
      </Routes>
      <ShortcutsHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </Frame>
  );
};

/** Asked at each page, which is asked for anyway: a page that merely stands open keeps no session alive. */
function useWaiting(pathname: string): FrameView['waiting'] {
  const [waiting, setWaiting] = useState<FrameView['waiting']>();
  useEffect(() => {
    new ApiClient().stay().then(
      ({ data }) => setWaiting(data.waiting),
      () => setWaiting(undefined),
    );
  }, [pathname]);
  return waiting;
}

const RouterLink = (props: TabLinkProps) => <Link {...props} />;

/** What changes from page to page. */
const Main = ({ children }: { children: ReactNode }) => {
  const main = useRef<HTMLElement>(null);
  usePlace(main);
  return (
    <main id="content" tabIndex={-1} ref={main}>
      <OtherPersonNotice />
      <IdleNotice />
      {children}
    </main>
  );
};
