import { useEffect, useRef } from 'react';
import { Link, Route, Routes, useLocation } from 'react-router-dom';
import { BrandMark, Icon } from '../../web/components/icon.js';
import { Said } from '../../web/components/text.js';
import { paths } from '../../web/paths.js';
import { panelPaths, PANEL_ROOT } from '../panel-paths.js';
import { BusinessScreen } from './business-screen.js';
import { EventScreen } from './explorer/event-screen.js';
import { EventsScreen } from './explorer/events-screen.js';
import { ExportScreen } from './explorer/export-screen.js';
import { HomeScreen } from './home-screen.js';
import { HoldScreen } from './hold-screen.js';
import { RequestsScreen } from './requests-screen.js';
import { useSearchKey } from './keyboard.js';
import { ListScreen } from './list-screen.js';
import { locale, t } from './locale.js';
import { PermissionsScreen } from './permissions-screen.js';
import { SearchBox, SearchScreen } from './search-screen.js';
import { canExplore, canSearch, canSeePayments, canSeeRequests, resources, session } from './state.js';
import { SupportActionScreen } from './support-action-screen.js';
import { StaffAccountScreen } from './staff-account-screen.js';
import { StaffNewScreen } from './staff-new-screen.js';
import { WaitingScreen } from './waiting-screen.js';
import { PaymentsScreen } from './payments.js';

/** The whole panel in the browser, in place of AdminJS's own frame: landmarks, one menu, one search box everywhere. */
export const PanelApplication = () => {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useSearchKey();
  useEffect(() => {
    // Another screen is another page: whoever does not see it change must hear of it.
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
  }, [pathname]);
  return (
    <>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1} ref={main}>
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
      </main>
      <footer className="foot">
        <p>{t.foot}</p>
      </footer>
    </>
  );
};

const HAVE_THEIR_OWN_BOX: readonly string[] = [PANEL_ROOT, panelPaths.search()];

const Header = () => {
  const { pathname } = useLocation();
  return (
    <header className="board">
      <div className="board-top">
        <Link className="brand" to={panelPaths.home}>
          <BrandMark />
          <span>Ardoise</span>
        </Link>
        <p className="board-business">{t.short}</p>
        {canSearch && !HAVE_THEIR_OWN_BOX.includes(pathname) && <SearchBox place="board" />}
        <div className="board-tools">
          <LanguageSwitch />
          <AccountMenu />
        </div>
      </div>
      <Menu pathname={pathname} />
    </header>
  );
};

const Menu = ({ pathname }: { pathname: string }) => {
  const items = [
    { to: panelPaths.home, text: t.nav.home },
    ...(canSearch ? [{ to: panelPaths.search(), text: t.nav.search }] : []),
    ...(canSeeRequests ? [{ to: panelPaths.page('requests'), text: t.support.requestsNav }] : []),
    ...(canExplore ? [{ to: panelPaths.page('events'), text: t.nav.events }] : []),
    ...(canSeePayments ? [{ to: panelPaths.page('payments'), text: t.nav.payments }] : []),
    ...resources.map(({ id }) => ({ to: panelPaths.list(id), text: t.nav[id] })),
    { to: panelPaths.page('permissions'), text: t.nav.permissions },
  ];
  return (
    <nav className="tabs" aria-label={t.menu}>
      <ul>
        {items.map(({ to, text }) => (
          <li key={to}>
            <Link to={to} aria-current={to === pathname ? 'page' : undefined}>
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

const LanguageSwitch = () => {
  const other = locale === 'fr' ? 'en' : 'fr';
  const { pathname, search } = useLocation();
  return (
    <form method="post" action={paths.language}>
      <input type="hidden" name="locale" value={other} />
      <input type="hidden" name="back" value={pathname + search} />
      <button type="submit" className="board-button" lang={other}>
        {t.otherLanguage}
      </button>
    </form>
  );
};

const AccountMenu = () => (
  <details className="account">
    <summary className="board-button">
      <Icon name="person" />
      <span>{t.account}</span>
    </summary>
    <div className="account-menu">
      <p className="account-who">
        <span className="quiet">{t.signedInAs}</span>
        <Said>{session.email}</Said>
        <span>{t.roles[session.role]}</span>
      </p>
      {!session.hasSecondFactor && (
        <a className="account-link" href={panelPaths.enrolment}>
          {t.protect}
        </a>
      )}
      <form method="post" action={panelPaths.signOut}>
        <button type="submit" className="button button-secondary">
          {t.signOut}
        </button>
      </form>
    </div>
  </details>
);
