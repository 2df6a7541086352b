import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { requestId } from '../platform/kernel/request-id.js';

/** Nest's log as JSON lines on standard error. Bodies, tokens and addresses are never passed to it. */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  /** `to` is standard error where nothing is said. */
  constructor(level: string, to: DestinationStream = pino.destination(2)) {
    const timestamp = pino.stdTimeFunctions.isoTime;
    this.pino = pino({ level, base: undefined, timestamp, mixin: namedRequest }, to);
  }

  log(message: unknown, context?: unknown): void {
    this.pino.info({ context }, String(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.pino.warn({ context }, String(message));
  }

  error(message: unknown, ...context: unknown[]): void {
    this.pino.error({ context: context.at(-1) }, String(message));
  }

  debug(message: unknown, context?: unknown): void {
    this.pino.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: unknown): void {
    this.pino.trace({ context }, String(message));
  }
}

/** Which request a line is about: the id that its answer carried in X-Request-Id. */
function namedRequest(): { requestId?: string } {
  const id = requestId();
  return id === undefined ? {} : { requestId: id };
}
