const OPEN = 'details[data-menu][open]';

/** A menu opens without script; with it, it also closes: with Escape, and when something else or a link of its own is pressed. */
export function closeMenus(): void {
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
      if (!menu.contains(target) || target.closest('a')) menu.open = false;
    }
  });
  document.addEventListener('keydown', ({ key, target }) => {
    const menu = key === 'Escape' && target instanceof Element ? target.closest<HTMLDetailsElement>(OPEN) : null;
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}
