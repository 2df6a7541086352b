import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { UserActor } from '../platform/kernel/actor.js';
import type { MembershipFacts } from './ability.js';
import type { ActingRequest } from './access.guard.js';

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<ActingRequest>();

/** The signed-in user; the guard has seen to it that there is one, except on public routes. */
export const Acting = createParamDecorator(
  (_: unknown, context: ExecutionContext) => requestOf(context).actor as UserActor,
);

/** What that user is in the business of the route; only under `@Requires`. */
export const InMembership = createParamDecorator(
  (_: unknown, context: ExecutionContext) => requestOf(context).membership as MembershipFacts,
);
