import { useLocation, useNavigate } from 'react-router-dom';

/** Of a visit: how what stands beside the page came to be there. */
export interface OpenedState {
  /** By a click or Enter, not by an address that was sent: Back closes it. */
  readonly isOpened?: boolean;
  /** The focus has gone on to another row, and stays there. */
  readonly isFollowed?: boolean;
}

export type Open = (key: string, how: OpenedState) => void;

/** Whatever `#` names below a prefix stands beside the page. It is in the address, so that Back closes it; nothing is asked anew. */
export function useOpened(prefix: string) {
  const { hash, search, ...visit } = useLocation();
  const state = visit.state as OpenedState | null;
  const navigate = useNavigate();
  const openKey = hash.startsWith(prefix) ? hash.slice(prefix.length) : undefined;
  const open: Open = (key, how) =>
    navigate(
      { search, hash: `${prefix}${key}` },
      { replace: how.isFollowed === true, state: { isOpened: true, ...how } },
    );
  /** The focus goes back to the link that had opened it. */
  const close = () => {
    document.querySelector<HTMLElement>(`main a[href$="${CSS.escape(`${prefix}${openKey}`)}"]`)?.focus();
    if (state?.isOpened) navigate(-1);
    else navigate({ search, hash: '' }, { replace: true });
  };
  return { openKey, open, close };
}
