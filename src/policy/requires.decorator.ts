import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { PolicyAction, PolicySubject } from './policy.js';

/** What a route demands. A route that declares nothing is refused. */
export type Permission =
  | { readonly kind: 'policy'; readonly action: PolicyAction; readonly on: PolicySubject }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'public'; readonly why: string };

export const PERMISSION = 'ardoise:permission';

/** The policy must allow `action` on `on` in the business that the route's parameter `b` names. */
export const Requires = (action: PolicyAction, on: PolicySubject) =>
  applyDecorators(SetMetadata(PERMISSION, { kind: 'policy', action, on } satisfies Permission), ApiBearerAuth());

/** Any signed-in user, for what concerns only that user. */
export const SignedIn = () =>
  applyDecorators(SetMetadata(PERMISSION, { kind: 'signed-in' } satisfies Permission), ApiBearerAuth());

/** Anybody; say why. */
export const Public = (why: string) => SetMetadata(PERMISSION, { kind: 'public', why } satisfies Permission);
