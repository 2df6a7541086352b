import { useEffect, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { shortcutPages } from './shortcuts.js';
import { preferences } from './state.js';

const BOX = 'form[role=search] input[type=search]';
const HITS = '.hits tbody a';
const ROWS = '.grid tbody tr';
/** So soon after a `g` another letter says where to go. */
const THEN_MS = 1_500;

export const isTyping = (element: Element | null) =>
  element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

/** Ticking a box is no typing. */
const isInField = () =>
  isTyping(document.activeElement) && !document.activeElement!.matches('input[type=checkbox], input[type=radio]');

/** The letters that do something, wherever nobody types; `onHelp` shows which. */
export function useShortcuts(onHelp: () => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (!preferences.hasShortcuts) return undefined;
    let goSince = -Infinity;
    const acts: Readonly<Record<string, () => void>> = {
      '/': goToBox,
      '?': onHelp,
      j: () => goToRow(1),
      k: () => goToRow(-1),
      x: tickRow,
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isInField() || isInDialog()) return;
      const page = event.timeStamp - goSince < THEN_MS ? shortcutPages.find(({ key }) => key === event.key) : undefined;
      goSince = event.key === 'g' ? event.timeStamp : -Infinity;
      const act = page ? () => navigate(page.to) : Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate, onHelp]);
}

const isInDialog = () => Boolean(document.activeElement?.closest('dialog[open]'));

function goToBox(): void {
  const box = [...document.querySelectorAll<HTMLInputElement>(BOX)].find((each) => each.checkVisibility());
  box?.focus();
  box?.select();
}

/** To the row below or above the one that has the focus; the first one if none has. */
function goToRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(ROWS)];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const row = at < 0 ? (rows.find((each) => each.matches('.is-open')) ?? rows[0]) : rows[at + step];
  const target = row?.querySelector<HTMLElement>('.open-row') ?? row?.querySelector<HTMLElement>('a, button');
  target?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}

const tickRow = () =>
  document.activeElement?.closest('tr')?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();

/** In the box: Escape leaves it, the arrow down goes to the first of what was found. */
export function onBoxKey(event: ReactKeyboardEvent<HTMLInputElement>): void {
  if (event.key === 'Escape') event.currentTarget.blur();
  if (event.key === 'ArrowDown') goTo(event, document.querySelector<HTMLElement>(HITS));
}

/** Among the results, which are links: the arrows go from one to the next, and up from the first to the box. */
export function onHitKey(event: ReactKeyboardEvent<HTMLElement>): void {
  const hits = [...document.querySelectorAll<HTMLElement>(HITS)];
  const at = hits.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  if (event.key === 'ArrowDown') goTo(event, hits[at + 1]);
  if (event.key === 'ArrowUp') goTo(event, hits[at - 1] ?? document.querySelector<HTMLElement>(BOX));
}

function goTo(event: ReactKeyboardEvent, element: HTMLElement | null | undefined): void {
  if (!element) return;
  event.preventDefault();
  element.focus();
}
