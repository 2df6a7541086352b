import { Link } from 'react-router-dom';
import { panelPaths } from '../../panel-paths.js';

/** An event by its id, to be opened with its proof. */
export const EventLink = ({ id }: { id: string }) => (
  <Link to={panelPaths.event(id)}>
    <code>{id}</code>
  </Link>
);
