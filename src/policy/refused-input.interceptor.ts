import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { catchError, type Observable } from 'rxjs';
import { AppError, type ErrorCode } from '../platform/kernel/app-error.js';
import type { ActingRequest } from './access.guard.js';
import { RefusalRecorder } from './ports.js';
import { PERMISSION, type Permission } from './requires.decorator.js';

/**
 * Between the guard and the handler a field may be refused, and with it the attempt, of which nothing would be known: where
 * each attempt is recorded, this one is too. Who records what is the recorder's to know.
 */
@Injectable()
export class RefusedInputInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly recorder: RefusalRecorder,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<ActingRequest>();
    // Opening a page attempts nothing.
    if (request.method === 'GET' || request.method === 'HEAD') return next.handle();
    return next.handle().pipe(
      catchError(async (error: unknown) => {
        if (error instanceof AppError && error.code === 'VALIDATION') await this.record(context, request, error.code);
        throw error;
      }),
    );
  }

  private async record(
    context: ExecutionContext,
    { actor, membership }: ActingRequest,
    code: ErrorCode,
  ): Promise<void> {
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (permission && membership) {
      await this.recorder.refused(actor, permission, membership.businessId, code, membership);
    }
  }
}
