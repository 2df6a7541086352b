import type { Decision } from '../accounting/bound-writes.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { newId, type BusinessId } from '../platform/kernel/ids.js';
import type { ActingRequest } from '../policy/access.guard.js';

/** What a form decides: about the books that it showed, once for its key. One that was shown without any decides about none. */
export const decisionOf = (
  { actor }: ActingRequest,
  businessId: BusinessId,
  { book, idempotencyKey }: { readonly book?: string | undefined; readonly idempotencyKey?: string | undefined },
  what: string,
): Decision => ({
  actor: actor as UserActor,
  businessId,
  bookId: book ?? '',
  key: idempotencyKey || newId(),
  what,
});
