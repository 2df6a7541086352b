/** Where the panel is; components in the browser use these too. */
export const PANEL_ROOT = '/admin';

/** A path of the panel as its own router has it. */
export const belowRoot = (path: string): string => path.slice(PANEL_ROOT.length);

const withQuery = (path: string, query: Record<string, string | undefined>) => {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
};

export const panelPaths = {
  home: PANEL_ROOT,
  signIn: `${PANEL_ROOT}/sign-in`,
  /** Back to `next` afterwards. */
  signInTo: (next: string) => withQuery(`${PANEL_ROOT}/sign-in`, { next }),
  /** What a device is to sign to come in. */
  passkeyChallenges: `${PANEL_ROOT}/sign-in/passkey-challenges`,
  /** To the provider, and back to `next` afterwards. */
  signOn: (next?: string) => withQuery(`${PANEL_ROOT}/sign-on`, { next }),
  /** Where the provider sends the browser back to. */
  signOnCallback: `${PANEL_ROOT}/sign-on/callback`,
  /** Where the provider itself says that a session has ended. */
  signOnLogout: `${PANEL_ROOT}/sign-on/back-channel-logout`,
  account: `${PANEL_ROOT}/account`,
  accountDone: (done: string) => withQuery(`${PANEL_ROOT}/account`, { done }),
  accountSessions: `${PANEL_ROOT}/account/sessions`,
  accountPasskeys: `${PANEL_ROOT}/account/passkeys`,
  accountPasskeyOptions: `${PANEL_ROOT}/account/passkeys/options`,
  signOut: `${PANEL_ROOT}/sign-out`,
  secondFactor: `${PANEL_ROOT}/second-factor`,
  enrolment: `${PANEL_ROOT}/second-factor/enrolment`,
  choosePassword: `${PANEL_ROOT}/choose-password`,
  search: (q?: string) => withQuery(`${PANEL_ROOT}/pages/search`, { q }),
  business: (id: string, tab?: string, after?: string) => withQuery(`${PANEL_ROOT}/pages/business`, { id, tab, after }),
  timeline: (id: string, only: string, after?: string) =>
    withQuery(`${PANEL_ROOT}/pages/business`, { id, tab: 'timeline', only, after }),
  page: (name: string, query: Record<string, string | undefined> = {}) =>
    withQuery(`${PANEL_ROOT}/pages/${name}`, query),
  exports: `${PANEL_ROOT}/exports`,
  reviewFiles: `${PANEL_ROOT}/reviews`,
  evidenceFiles: `${PANEL_ROOT}/evidence`,
  event: (id: string) => withQuery(`${PANEL_ROOT}/pages/event`, { id }),
  list: (resource: string, query: Record<string, string | undefined> = {}) =>
    withQuery(`${PANEL_ROOT}/resources/${resource}`, query),
};
