import { memberMay } from '../policy/ability.js';
import type { BusinessInContext } from '../ui/page-context.js';

/** Whether files of the books are offered: a link that ends at a refusal is none. Whoever looks at a snapshot may have it whole. */
export const mayExport = ({ looking, role }: Pick<BusinessInContext, 'looking' | 'role'>): boolean =>
  looking !== undefined || memberMay(role, 'export', 'Accounting');
