import { permissionMatrix } from '../policy/matrix.js';
import type { PermissionsView } from './operators-views.js';

/**
 * The policy itself, by the function that also prints it for reviewers (test/golden/policy.txt). It never changes while
 * the program runs, so it is asked once.
 */
export const PERMISSIONS: PermissionsView = { rows: permissionMatrix().filter(({ who }) => who.length > 0) };
