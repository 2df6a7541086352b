import { useState } from 'react';
import { Icon } from '../../ui/components/icon.js';
import { Hidden } from '../../ui/components/text.js';
import { t } from './locale.js';

/** Puts a text where it can be pasted from, and says so. */
export const CopyButton = ({ text, label, isSaid }: { text: string; label: string; isSaid?: boolean }) => {
  const [isDone, setDone] = useState(false);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setDone(true));
  return (
    <button type="button" className={isSaid ? 'button button-secondary' : 'button button-quiet copy'} onClick={copy}>
      <Icon name={isDone ? 'check' : 'copy'} />
      {isSaid ? <span>{label}</span> : <Hidden>{label}</Hidden>}
      <span role="status" className="visually-hidden">
        {isDone && t.table.copied}
      </span>
    </button>
  );
};
