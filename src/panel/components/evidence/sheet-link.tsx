import { Link } from 'react-router-dom';
import { Hidden } from '../../../ui/components/text.js';
import { panelPaths } from '../../panel-paths.js';
import { t } from '../locale.js';

/** Leads to the sheet of evidence of the attempt that an event is of, or to the certificate of the purge that it is of; `about` is said beside it to those who do not see where it stands. */
interface SheetLinkProps {
  eventId: string;
  about?: string;
  isCertificate?: boolean;
}

export const SheetLink = ({ eventId, about, isCertificate = false }: SheetLinkProps) => (
  <Link to={panelPaths.page('evidence', { event: eventId })}>
    <span>
      {isCertificate ? t.evidence.certificate.open : t.evidence.sheet.open}
      {about !== undefined && <Hidden> {about}</Hidden>}
    </span>
  </Link>
);
