import { useState } from 'react';
import { Hidden } from '../../ui/components/text.js';
import { CopyButton } from './copy-button.js';
import { t } from './locale.js';

/** The end of an id is what tells it apart: ids begin with their time. */
const SHOWN = 8;

export const shortened = (id: string) => `…${id.slice(-SHOWN)}`;

/** An id: short, the whole of it a click away, and a button that copies the whole. */
export const ShortId = ({ id }: { id: string }) => {
  const [isWhole, setWhole] = useState(false);
  return (
    <span className={isWhole ? 'short-id is-whole' : 'short-id'}>
      {isWhole ? (
        <code>{id}</code>
      ) : (
        <button type="button" className="id-whole" title={id} onClick={() => setWhole(true)}>
          <code>{shortened(id)}</code>
          <Hidden> {t.table.wholeId}</Hidden>
        </button>
      )}
      <CopyButton text={id} label={t.table.copy.replace('{id}', isWhole ? id : shortened(id))} />
    </span>
  );
};
