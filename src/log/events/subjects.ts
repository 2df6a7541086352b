import { isId, type BusinessId } from '../../platform/kernel/ids.js';

/** The business that an event's subject (`business/<id>`) names; undefined for one of anything else. */
export function businessOf(subject: string | undefined): BusinessId | undefined {
  const [kind, id] = subject?.split('/') ?? [];
  return kind === 'business' && isId(id) ? (id as BusinessId) : undefined;
}
