import { Link } from 'react-router-dom';
import { Hidden } from '../../../ui/components/text.js';
import { panelPaths } from '../../panel-paths.js';
import { CopyButton } from '../copy-button.js';
import { t } from '../locale.js';
import { shortened } from '../short-id.js';

/** An event by its id, to be opened with its proof, or copied. */
export const EventLink = ({ id }: { id: string }) => (
  <span className="short-id">
    <Link to={panelPaths.event(id)} title={id}>
      <Hidden>{t.columns.event} </Hidden>
      <code>{shortened(id)}</code>
    </Link>
    <CopyButton text={id} label={t.table.copy.replace('{id}', shortened(id))} />
  </span>
);
