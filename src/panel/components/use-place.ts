import { useLayoutEffect, useRef, type RefObject } from 'react';
import { useLocation, useNavigationType } from 'react-router-dom';

/** Where on a page somebody was: how far down, on which link, and where in the window that stood. */
interface Place {
  top: number;
  link?: string;
  linkAt?: number;
}

const NAME = 'panel place';

/** By visit, in this tab; it outlives a reload. */
function placeOf(visit: string): Place {
  return JSON.parse(sessionStorage.getItem(`${NAME} ${visit}`) ?? '{"top":0}') as Place;
}

function note(visit: string, place: Partial<Place>): void {
  sessionStorage.setItem(`${NAME} ${visit}`, JSON.stringify({ ...placeOf(visit), ...place }));
}

const findLink = (main: HTMLElement, href: string) =>
  [...main.querySelectorAll('a')].find((link) => link.getAttribute('href') === href);

/**
 * Keeps the place: Back returns to where one was and to the link that one had followed; another page begins at its top, with
 * the focus on `main`, for whoever does not see it change; the same page, under another filter say, stays where it is.
 */
export function usePlace(main: RefObject<HTMLElement>): void {
  const { key, pathname, search } = useLocation();
  // The first visit of every load has the same key, whatever page it is of.
  const visit = `${key} ${pathname}${search}`;
  const isBack = String(useNavigationType()) === 'POP';
  const before = useRef<string>();

  // Before the page of the next visit moves the window: what it does is no longer of this one.
  useLayoutEffect(() => {
    history.scrollRestoration = 'manual';
    const onScroll = () => {
      const { link } = placeOf(visit);
      const target = link === undefined ? undefined : findLink(main.current!, link);
      note(visit, { top: window.scrollY, linkAt: target?.getBoundingClientRect().top });
    };
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof Element) || !main.current?.contains(target)) return;
      const link = target.getAttribute('href');
      if (link !== null) note(visit, { link, linkAt: target.getBoundingClientRect().top });
    };
    addEventListener('scroll', onScroll, { passive: true });
    // A click may be quicker than the news of the scrolling that it follows.
    addEventListener('click', onScroll, { capture: true });
    addEventListener('focusin', onFocus);
    return () => {
      removeEventListener('scroll', onScroll);
      removeEventListener('click', onScroll, { capture: true });
      removeEventListener('focusin', onFocus);
    };
  }, [visit, main]);

  useLayoutEffect(() => {
    const isFirst = before.current === undefined;
    const isSamePage = before.current === pathname;
    before.current = pathname;
    if (isBack) return goBackTo(placeOf(visit), main.current!, isFirst);
    if (isSamePage) return undefined;
    main.current?.focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: 'instant' });
    return undefined;
  }, [visit, pathname, isBack, main]);
}

/**
 * At once where the page is as long as it was; else when it is, unless the person has begun to move by then. The link stands where
 * it stood in the window, whatever has come above it since.
 */
function goBackTo({ top, link, linkAt }: Place, main: HTMLElement, isFirst: boolean): () => void {
  const settle = () => {
    const target = link === undefined ? undefined : findLink(main, link);
    const isFree = document.activeElement === document.body || document.activeElement === main;
    const isSteady = target === undefined || linkAt === undefined;
    const wanted = isSteady ? top : window.scrollY + target.getBoundingClientRect().top - linkAt;
    scrollTo({ top: wanted, behavior: 'instant' });
    if (isFree && !isFirst) (target ?? main).focus({ preventScroll: true });
    if (Math.abs(window.scrollY - wanted) < 1 && (link === undefined || target !== undefined)) stop();
  };
  const growth = new ResizeObserver(settle);
  const stop = () => {
    growth.disconnect();
    for (const moved of MOVES) removeEventListener(moved, stop);
  };
  for (const moved of MOVES) addEventListener(moved, stop);
  growth.observe(main);
  settle();
  return stop;
}

const MOVES = ['wheel', 'touchmove', 'keydown', 'mousedown'] as const;
