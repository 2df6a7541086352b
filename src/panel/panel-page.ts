import type { ActionRequest, CurrentAdmin } from 'adminjs';
import { z } from 'zod';
import type { PolicyAction, PolicySubject } from '../policy/policy.js';
import { localeOfTag, type Locale, type StaffActor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { field } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import { adminMay, type PanelAdmin } from './panel-admin.js';

const FIELD_MAX = 500;
const names = z.string().max(64);

/** The part of the address behind the question mark: each name once. */
const pageQuery = z.record(names, field(FIELD_MAX));
export type PageQuery = Readonly<Record<string, string | undefined>>;

/** Where a name may stand several times, as `type` does in a filter; the filter's own schema says which. */
export const filterQuery = z.record(names, z.union([field(FIELD_MAX), z.array(field(FIELD_MAX)).max(1_000)]));
export type FilterQuery = Readonly<z.output<typeof filterQuery>>;

/** The language in which a page is read; French unless it says otherwise. */
export const localeOf = ({ locale }: FilterQuery | PageQuery): Locale => localeOfTag(String(locale));

/** Something done on a page, under its own permission. `given` is what was posted: unchecked. */
export interface PageCommand {
  readonly may: PolicyAction;
  readonly on: PolicySubject;
  readonly run: (actor: StaffActor, given: Readonly<Record<string, unknown>>) => Promise<object>;
}

/** What somebody must be allowed to do to open a page. */
export interface PageAccess {
  readonly on: PolicySubject;
  /** `read`, where nothing is said. */
  readonly may?: PolicyAction;
}

/** What a page reads, and what may be done on it. */
export interface PageContent {
  readonly read?: (actor: StaffActor, query: PageQuery) => Promise<object>;
  /** Instead of `read`, for a page whose address is a filter. */
  readonly readFilter?: (actor: StaffActor, query: FilterQuery) => Promise<object>;
  /** By the name that is posted as `command`. */
  readonly commands?: Readonly<Record<string, PageCommand>>;
}

/**
 * The handler asks for itself: AdminJS checks nothing of pages. A GET reads; a POST names one of the page's commands.
 * Throws FORBIDDEN for who may not open the page or may not do it, NOT_FOUND for a command that the page does not have.
 */
export function pageHandler({ on, may: mayOpen = 'read', read, readFilter, commands = {} }: PageAccess & PageContent) {
  return async (request: ActionRequest, _response: unknown, context: { currentAdmin?: CurrentAdmin }) => {
    assertMay(context.currentAdmin, mayOpen, on);
    const { actor } = context.currentAdmin as PanelAdmin;
    if (request.method === 'get') {
      if (readFilter) return readFilter(actor, parsed(filterQuery, request.query ?? {}));
      if (!read) throw notFound('page');
      return read(actor, parsed(pageQuery, request.query ?? {}));
    }
    const { command, ...given } = (request.payload ?? {}) as Record<string, unknown>;
    if (typeof command !== 'string' || !Object.hasOwn(commands, command)) throw notFound('command');
    const { may, on: what, run } = commands[command]!;
    assertMay(context.currentAdmin, may, what);
    return run(actor, given);
  };
}

function assertMay(admin: CurrentAdmin | undefined, action: PolicyAction, on: PolicySubject): void {
  if (!adminMay(admin, action, on)) throw new AppError('FORBIDDEN', 'Your role does not allow this.');
}
