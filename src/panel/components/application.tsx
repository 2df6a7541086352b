import { useRef, type ReactNode } from 'react';
import { Link, Route, Routes, useLocation } from 'react-router-dom';
import type { TabLinkProps } from '../../ui/components/tabs.js';
import { panelPaths, PANEL_ROOT } from '../panel-paths.js';
import { BusinessScreen } from './business-screen.js';
import { EventScreen } from './explorer/event-screen.js';
import { EventsScreen } from './explorer/events-screen.js';
import { ExportScreen } from './explorer/export-screen.js';
import { Frame } from './frame.js';
import { IdleNotice } from './idle-notice.js';
import { HomeScreen } from './home-screen.js';
import { HoldScreen } from './hold-screen.js';
import { RequestsScreen } from './requests-screen.js';
import { useSearchKey } from './keyboard.js';
import { ListScreen } from './list-screen.js';
import { locale, t } from './locale.js';
import { OtherPersonNotice } from './other-person-notice.js';
import { PermissionsScreen } from './permissions-screen.js';
import { SearchBox, SearchScreen } from './search-screen.js';
import { state } from './state.js';
import { SupportActionScreen } from './support-action-screen.js';
import { StaffAccountScreen } from './staff-account-screen.js';
import { StaffNewScreen } from './staff-new-screen.js';
import { usePlace } from './use-place.js';
import { WaitingScreen } from './waiting-screen.js';
import { PaymentsScreen } from './payments.js';

/** The whole panel in the browser. */
export const PanelApplication = () => {
  const { pathname, search } = useLocation();
  useSearchKey();
  return (
    <Frame
      view={{ t, locale, state, path: pathname, query: search }}
      LinkTo={RouterLink}
      box={<SearchBox place="board" />}
      Main={Main}
    >
      <Routes>
        <Route path={PANEL_ROOT} element={<HomeScreen />} />
        <Route path={panelPaths.page('search')} element={<SearchScreen />} />
        <Route path={panelPaths.page('business')} element={<BusinessScreen />} />
        <Route path={panelPaths.page('support-action')} element={<SupportActionScreen />} />
        <Route path={panelPaths.page('requests')} element={<RequestsScreen />} />
        <Route path={panelPaths.page('hold')} element={<HoldScreen />} />
        <Route path={panelPaths.page('waiting')} element={<WaitingScreen />} />
        <Route path={panelPaths.page('permissions')} element={<PermissionsScreen />} />
        <Route path={panelPaths.page('staff-account')} element={<StaffAccountScreen />} />
        <Route path={panelPaths.page('staff-new')} element={<StaffNewScreen />} />
        <Route path={panelPaths.page('payments')} element={<PaymentsScreen />} />
        <Route path={panelPaths.page('events')} element={<EventsScreen />} />
        <Route path={panelPaths.page('event')} element={<EventScreen />} />
        <Route path={panelPaths.page('export')} element={<ExportScreen />} />
        <Route path={`${PANEL_ROOT}/resources/:resource`} element={<ListScreen />} />
      </Routes>
    </Frame>
  );
};

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
