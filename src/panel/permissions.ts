import { permissionMatrix } from '../access/matrix.js';
import type { PermissionsView } from './operators-views.js';

/** The policy itself, by the function that also prints it for reviewers (test/golden/policy.txt). */
export const permissionsView = (): PermissionsView => ({
  rows: permissionMatrix().filter(({ who }) => who.length > 0),
});
