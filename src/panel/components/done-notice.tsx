import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { Notice } from '../../ui/components/notices.js';
import { panelPaths } from '../panel-paths.js';
import type { Tab } from '../views.js';
import { t } from './locale.js';
import { Focused } from './why-form.js';

interface DoneNoticeProps {
  title: ReactNode;
  /** It is under way only. */
  waits?: boolean;
  businessId: string;
  tab?: Tab;
  eventId: string;
  /** Further ways to go. */
  links?: ReactNode;
  children: ReactNode;
}

/** What came of an act: first on the screen and focused, with the way back and to its record. */
export const DoneNotice = ({ title, waits = false, businessId, tab, eventId, links, children }: DoneNoticeProps) => (
  <Focused key={eventId}>
    <Notice kind={waits ? 'info' : 'success'} title={title} role="status">
      <p>{children}</p>
      <p className="actions">
        <Link className="button button-primary" to={panelPaths.business(businessId, tab)}>
          {t.support.back}
        </Link>
        {links}
        <Link className="button button-quiet" to={panelPaths.event(eventId)}>
          {t.support.done.event}
        </Link>
      </p>
    </Notice>
  </Focused>
);
