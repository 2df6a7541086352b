import type { ActionContext, ActionHandler, ActionResponse, ActionType, ResourceOptions } from 'adminjs';
import type { PolicyAction, PolicySubject } from '../access/policy.js';
import type { StaffActor } from '../kernel/actor.js';
import { adminMay, type PanelAdmin } from './panel-admin.js';

/** Something done to one record: under its own permission, by POST alone (the router refuses the rest). */
export interface RecordAction {
  readonly may: PolicyAction;
  readonly run: (actor: StaffActor, recordId: string, payload: Record<string, unknown>) => Promise<void>;
}

/** The built-in actions that only read. Every other one of AdminJS's own is closed to everybody. */
export const READING_ACTIONS: readonly string[] = ['list', 'show'];
const CLOSED_ACTIONS = ['new', 'edit', 'delete', 'bulkDelete', 'search'];

/**
 * What may be done with a resource, denied by default. Access is decided before anything is read, and by a synchronous
 * function: AdminJS takes a promise for a yes.
 */
export function guarded(on: PolicySubject, actions: Readonly<Record<string, RecordAction>> = {}): ResourceOptions {
  const reading = READING_ACTIONS.map((name) => [name, { isAccessible: accessible('read', on) }] as const);
  const closed = CLOSED_ACTIONS.map((name) => [name, { isAccessible: () => false, isVisible: false }] as const);
  const own = Object.entries(actions).map(([name, action]) => [name, recordAction(on, action)] as const);
  return { actions: Object.fromEntries<object>([...reading, ...closed, ...own]) };
}

const accessible =
  (may: PolicyAction, on: PolicySubject) =>
  ({ currentAdmin }: ActionContext): boolean =>
    adminMay(currentAdmin, may, on);

function recordAction(on: PolicySubject, { may, run }: RecordAction) {
  const handler: ActionHandler<ActionResponse> = async (request, _response, context) => {
    const admin = context.currentAdmin as PanelAdmin;
    await run(admin.actor, request.params.recordId ?? '', request.payload ?? {});
    const record = await context.resource.findOne(request.params.recordId ?? '', context);
    return { record: record?.toJSON(admin) };
  };
  const actionType: ActionType = 'record';
  return { actionType, component: false as const, isAccessible: accessible(may, on), handler };
}
