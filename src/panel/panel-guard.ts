import type { ActionContext, ResourceOptions } from 'adminjs';
import type { PolicySubject } from '../policy/policy.js';
import { adminMay } from './panel-admin.js';

/** The built-in actions that only read. Every other one is closed to everybody: what changes something is a command of a page. */
export const READING_ACTIONS: readonly string[] = ['list', 'show'];
const CLOSED_ACTIONS = ['new', 'edit', 'delete', 'bulkDelete', 'search'];

/**
 * What may be done with a resource, denied by default. Access is decided before anything is read, and by a synchronous
 * function: AdminJS takes a promise for a yes.
 */
export function guarded(on: PolicySubject): ResourceOptions {
  const isAccessible = ({ currentAdmin }: ActionContext) => adminMay(currentAdmin, 'read', on);
  const reading = READING_ACTIONS.map((name) => [name, { isAccessible }] as const);
  const closed = CLOSED_ACTIONS.map((name) => [name, { isAccessible: () => false, isVisible: false }] as const);
  return { actions: Object.fromEntries<object>([...reading, ...closed]) };
}
