import { useEffect, useRef, type ReactNode } from 'react';
import { Template } from '../../ui/components/text.js';
import { menuOf } from './frame.js';
import { panelPaths } from '../panel-paths.js';
import { t } from './locale.js';
import { state } from './state.js';

const LETTERS: Readonly<Record<string, string>> = {
  [panelPaths.home]: 'h',
  [panelPaths.search()]: 's',
  [panelPaths.page('requests')]: 'r',
  [panelPaths.page('holds')]: 'l',
  [panelPaths.page('events')]: 'e',
  [panelPaths.page('reviews')]: 'v',
  [panelPaths.page('payments')]: 'p',
  [panelPaths.list('businesses')]: 'b',
  [panelPaths.list('staff')]: 'u',
};

/** Where `g` and a letter lead: what is in the menu of this person. */
export const shortcutPages = menuOf({ t, state }).flatMap(({ to, text }) =>
  Object.hasOwn(LETTERS, to) ? [{ key: LETTERS[to]!, to, text }] : [],
);

/** Which keys there are; a dialog, which Escape closes. */
export const ShortcutsHelp = ({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const { rows } = t.keys;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <dialog ref={dialog} className="keys-help" aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">{t.keys.title}</h2>
      <dl>
        <Key keys={['j']}>{rows.next}</Key>
        <Key keys={['k']}>{rows.previous}</Key>
        <Key keys={['Enter']}>{rows.open}</Key>
        <Key keys={['Esc']}>{rows.close}</Key>
        <Key keys={['x']}>{rows.choose}</Key>
        <Key keys={['/']}>{rows.search}</Key>
        <Key keys={['?']}>{rows.help}</Key>
        {shortcutPages.map(({ key, text }) => (
          <Key key={key} keys={['g', key]}>
            <Template text={t.keys.goTo} values={{ page: text }} />
          </Key>
        ))}
      </dl>
      <p className="quiet">{t.keys.off}</p>
      <form method="dialog">
        <button type="submit" className="button button-secondary">
          {t.keys.close}
        </button>
      </form>
    </dialog>
  );
};

const Key = ({ keys: [first, second], children }: { keys: string[]; children: ReactNode }) => (
  <div>
    <dt>
      <kbd>{first}</kbd>
      {second !== undefined && (
        <>
          {' '}
          {t.keys.then} <kbd>{second}</kbd>
        </>
      )}
    </dt>
    <dd>{children}</dd>
  </div>
);
