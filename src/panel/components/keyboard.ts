import { useEffect, type KeyboardEvent as ReactKeyboardEvent } from 'react';

const BOX = 'form[role=search] input[type=search]';
const HITS = '.hits tbody a';

const isTyping = (element: Element | null) =>
  element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

/** `/` goes to the search box of the screen, wherever one is, but not out of a field in which somebody types. */
export function useSearchKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(document.activeElement)) return;
      const box = document.querySelector<HTMLInputElement>(BOX);
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

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
