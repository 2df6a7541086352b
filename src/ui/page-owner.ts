import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { AppError } from '../platform/kernel/app-error.js';
import { field, fieldsOf } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import { PAGE_OWNER, PAGE_OWNER_HEADER } from './components/post-form.js';

const ownerForm = fieldsOf({ [PAGE_OWNER]: field(64) });

/** Says of a person no more than that it is the same one. It outlives a session: who signs in again finds the forms good. */
export const pageOwnerMark = (personId: string): string =>
  createHash('sha256').update(`page of ${personId}`, 'utf8').digest('base64url').slice(0, 22);

/**
 * What was sent from somebody's page does nothing as somebody else, who has signed in in another tab since. Whether anybody
 * is signed in is for others to ask. Throws OTHER_PERSON.
 */
export function assertOwnPage(request: Request, person: { id: string; email: string } | undefined): void {
  const owner =
    parsed(ownerForm, request.body)[PAGE_OWNER] ??
    parsed(ownerForm, request.query)[PAGE_OWNER] ??
    parsed(ownerForm, { [PAGE_OWNER]: request.get(PAGE_OWNER_HEADER) })[PAGE_OWNER];
  if (!owner || !person || owner === pageOwnerMark(person.id)) return;
  throw new AppError('OTHER_PERSON', 'Somebody else is signed in by now. Nothing was done.', {
    signedInAs: person.email,
  });
}
