import { Link } from 'react-router-dom';
import { Hidden } from '../../../ui/components/text.js';
import { panelPaths } from '../../panel-paths.js';
import { t } from '../locale.js';

/** Leads to the sheet of evidence of the attempt that an event is of; `about` is said beside it to those who do not see where it stands. */
export const SheetLink = ({ eventId, about }: { eventId: string; about?: string }) => (
  <Link to={panelPaths.page('evidence', { event: eventId })}>
    <span>
      {t.evidence.sheet.open}
      {about !== undefined && <Hidden> {about}</Hidden>}
    </span>
  </Link>
);
