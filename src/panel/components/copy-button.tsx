import { useState } from 'react';
import { Icon } from '../../ui/components/icon.js';
import { Hidden } from '../../ui/components/text.js';
import { t } from './locale.js';

/** Puts a text where it can be pasted from, and says so. */
export const CopyButton = ({ text, label }: { text: string; label: string }) => {
  const [isDone, setDone] = useState(false);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setDone(true));
  return (
    <button type="button" className="button button-quiet copy" onClick={copy}>
      <Icon name={isDone ? 'check' : 'copy'} />
      <Hidden>{label}</Hidden>
      <span role="status" className="visually-hidden">
        {isDone && t.table.copied}
      </span>
    </button>
  );
};
