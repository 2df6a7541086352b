import type { ComponentType, ReactNode } from 'react';
import { BrandMark, Icon } from '../../ui/components/icon.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Tabs, type TabLinkProps } from '../../ui/components/tabs.js';
import { Hidden, UserText } from '../../ui/components/text.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { LANGUAGE_PATH, OTHER_LOCALE } from '../../ui/locale-of.js';
import { PANEL_ROOT, panelPaths } from '../panel-paths.js';
import type { PanelState } from '../panel-state.js';
import type { PanelTexts } from '../texts/texts.js';

export interface FrameView {
  readonly t: PanelTexts;
  readonly locale: Locale;
  readonly state: PanelState;
  /** The address of the page, and what of it stands behind the path. */
  readonly path: string;
  readonly query: string;
  /** How many wait, by the address of a word of the menu; once it is known. */
  readonly waiting?: Readonly<Record<string, number>>;
}

interface FrameProps {
  view: FrameView;
  /** How one gets from page to page: without loading in the browser, a plain link on the server. */
  LinkTo: ComponentType<TabLinkProps>;
  /** The search box, for pages that have none of their own. */
  box: ReactNode;
  /** Around `children`. */
  Main: ComponentType<{ children: ReactNode }>;
  children: ReactNode;
}

/**
 * What is around every page of the panel: landmarks, one menu, one search box. Drawn by the server first, so that it is there
 * before any script, and then by the script; whatever it shows is given.
 */
export const Frame = ({ view, LinkTo, box, Main, children }: FrameProps) => (
  <>
    <a className="skip" href="#content">
      {view.t.skip}
    </a>
    <Header view={view} LinkTo={LinkTo} box={box} />
    <Main>{children}</Main>
    <footer className="foot">
      <p>{view.t.foot}</p>
    </footer>
  </>
);

const HAVE_THEIR_OWN_BOX: readonly string[] = [PANEL_ROOT, panelPaths.search()];

const Header = ({ view, LinkTo, box }: Pick<FrameProps, 'view' | 'LinkTo' | 'box'>) => (
  <header className="board">
    <div className="board-top">
      <LinkTo className="brand" to={panelPaths.home}>
        <BrandMark />
        <span>Ardoise</span>
      </LinkTo>
      <p className="board-business">{view.t.short}</p>
      {view.state.pages.includes('search') && !HAVE_THEIR_OWN_BOX.includes(view.path) && box}
      <div className="board-tools">
        <LanguageSwitch view={view} />
        <AccountMenu view={view} LinkTo={LinkTo} />
      </div>
    </div>
    <Menu view={view} LinkTo={LinkTo} />
  </header>
);

/** What the menu of this person leads to. */
export function menuOf({ t, state }: Pick<FrameView, 't' | 'state'>): { to: string; text: string }[] {
  const page = (name: string, to: string, text: string) => (state.pages.includes(name) ? [{ to, text }] : []);
  return [
    { to: panelPaths.home, text: t.nav.home },
    ...page('search', panelPaths.search(), t.nav.search),
    ...page('requests', panelPaths.page('requests'), t.support.requestsNav),
    ...page('events', panelPaths.page('events'), t.nav.events),
    ...page('holds', panelPaths.page('holds'), t.holds.nav),
    ...page('reviews', panelPaths.page('reviews'), t.nav.reviews),
    ...page('payments', panelPaths.page('payments'), t.nav.payments),
    ...page('staff-requests', panelPaths.page('staff-requests'), t.operators.staffRequests.nav),
    ...page('access-reviews', panelPaths.page('access-reviews'), t.operators.accessReview.nav),
    ...state.resources.map((id) => ({ to: panelPaths.list(id), text: t.nav[id] })),
    { to: panelPaths.page('permissions'), text: t.nav.permissions },
    ...page('retention', panelPaths.page('retention'), t.nav.retention),
  ];
}

/** On a phone the row can be moved sideways: what is used all day is not put under another word. */
const ALL = Infinity;

const Menu = ({ view, LinkTo }: Pick<FrameProps, 'view' | 'LinkTo'>) => (
  <Tabs
    label={view.t.menu}
    always={ALL}
    tabs={menuOf(view).map((item) => ({
      ...item,
      current: item.to === view.path ? 'page' : undefined,
      more: <Count count={view.waiting?.[item.to]} t={view.t} />,
    }))}
    LinkTo={LinkTo}
  />
);

const Count = ({ count, t }: { count: number | undefined; t: PanelTexts }) =>
  count === undefined ? null : (
    <span className="tab-count">
      {count}
      <Hidden> {t.waitsInMenu}</Hidden>
    </span>
  );

const LanguageSwitch = ({ view: { t, locale, path, query } }: { view: FrameView }) => {
  const other = OTHER_LOCALE[locale];
  return (
    <PostForm isForAnybody action={LANGUAGE_PATH} data-language="">
      <input type="hidden" name="locale" value={other} />
      <input type="hidden" name="back" value={path + query} />
      <button type="submit" className="board-button" lang={other}>
        {t.otherLanguage}
      </button>
    </PostForm>
  );
};

const AccountMenu = ({ view: { t, state }, LinkTo }: Pick<FrameProps, 'view' | 'LinkTo'>) => (
  <details className="account" data-menu="">
    <summary className="board-button">
      <Icon name="person" />
      <span>{t.account}</span>
    </summary>
    <div className="account-menu">
      <p className="account-who">
        <span className="quiet">{t.signedInAs}</span>
        <UserText>{state.session.email}</UserText>
        <span>{t.roles[state.session.role]}</span>
      </p>
      <LinkTo className="account-link" to={panelPaths.page('display')}>
        {t.displayLink}
      </LinkTo>
      {!state.session.hasSecondFactor && (
        <a className="account-link" href={panelPaths.enrolment}>
          {t.protect}
        </a>
      )}
      <a className="account-link" href={panelPaths.account}>
        {t.ownAccount.link}
      </a>
      <PostForm action={panelPaths.signOut}>
        <button type="submit" className="button button-secondary">
          {t.signOut}
        </button>
      </PostForm>
    </div>
  </details>
);
