import { readAuditFilter, type AuditFilter } from '../log/events/audit-filter.js';
import { AppError } from '../platform/kernel/app-error.js';
import { UsageError } from './usage-error.js';

/** The options that say which events; `--type` may be repeated. */
export const FILTER_OPTIONS = {
  business: { type: 'string' },
  actor: { type: 'string' },
  type: { type: 'string', multiple: true },
  outcome: { type: 'string' },
  ticket: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
} as const;

export const FILTER_USAGE =
  '[--business ID] [--actor ID] [--type TYPE]… [--outcome OUTCOME] [--ticket TICKET] [--from TIME] [--until TIME]';

/** Throws UsageError, naming the option. */
export function filterFrom(values: Readonly<Record<string, unknown>>): AuditFilter {
  const given = Object.keys(FILTER_OPTIONS).filter((name) => values[name] !== undefined);
  try {
    return readAuditFilter(Object.fromEntries(given.map((name) => [name, values[name]])));
  } catch (error) {
    throw error instanceof AppError ? new UsageError(`--${error.detail}`) : error;
  }
}
