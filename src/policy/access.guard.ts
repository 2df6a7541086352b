import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Actor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { isId } from '../platform/kernel/ids.js';
import { may, type MembershipFacts } from './ability.js';
import { RefusalRecorder, Memberships } from './ports.js';
import { PERMISSION, type Permission } from './requires.decorator.js';

/** A request after authentication; `membership` is there once a policy permission was checked. */
export interface ActingRequest extends Request {
  actor: Actor;
  membership?: MembershipFacts;
}

/** Decides every route by the one policy; denies what declares nothing (invariant 10). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly memberships: Memberships,
    private readonly recorder: RefusalRecorder,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<ActingRequest>();
    if (!permission) throw new AppError('FORBIDDEN', 'This route declares no permission, so nobody may use it.');
    if (permission.kind === 'public') return true;

    const businessId = typeof request.params.b === 'string' ? request.params.b : '';
    try {
      request.membership = await this.decide(request.actor, permission, businessId);
    } catch (error) {
      // Opening a page asks for nothing: it is no attempt, and nothing of it is recorded.
      if (error instanceof AppError && isId(businessId) && !['GET', 'HEAD'].includes(request.method)) {
        const membership = (await this.memberships.find(request.actor, businessId)) ?? undefined;
        await this.recorder.refused(request.actor, permission, businessId, error.code, membership);
      }
      throw error;
    }
    return true;
  }

  /** In the order of SPEC §3.4: not signed in, not found, not allowed. */
  private async decide(actor: Actor, permission: Permission, businessId: string): Promise<MembershipFacts | undefined> {
    if (actor.type !== 'user') {
      throw new AppError('UNAUTHENTICATED', 'Sign in, and send the token as "Authorization: Bearer …".');
    }
    if (permission.kind !== 'policy') return undefined;
    const membership = isId(businessId) ? await this.memberships.find(actor, businessId) : null;
    if (!membership) throw notFound('business');
    if (may(actor, permission.action, permission.on, membership)) return membership;
    if (this.recorder.records(permission)) {
      throw new AppError('NOT_ORIGINAL_OWNER', 'Only the person who signed up for this business may do this.');
    }
    throw new AppError('FORBIDDEN', `Your role, ${membership.memberRole}, does not allow this. Ask an owner.`);
  }
}
