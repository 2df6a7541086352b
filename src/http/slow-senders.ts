import type { Server } from 'node:http';
import type { Request, RequestHandler } from 'express';

/** A connection that says nothing, or does not end its headers, is closed after this. */
const HEADERS_MS = 20_000;
/** One that has had its answer: for the next click, and not so long that stopping waits for it. */
const KEEP_ALIVE_MS = 5_000;
/** How often a body that is still coming is looked at, and what it must have brought since: a slow telephone line does. */
const LOOK_EVERY_MS = 30_000;
const BYTES_PER_LOOK_MIN = 4_096;

export function closeSilentConnections(server: Server, headersMs = HEADERS_MS, keepAliveMs = KEEP_ALIVE_MS): void {
  server.headersTimeout = headersMs;
  server.keepAliveTimeout = keepAliveMs;
  // No limit on the whole of a request: an import takes as long as its bytes take. Those that do not come are another matter.
  server.requestTimeout = 0;
}

/** Ends requests whose body stops coming, or comes a byte at a time. What has come whole may be worked on for long. */
export function endSlowBodies(everyMs = LOOK_EVERY_MS): RequestHandler {
  return (request, _, next) => {
    if (hasBody(request)) watch(request, everyMs);
    next();
  };
}

const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function watch(request: Request, everyMs: number): void {
  const { socket } = request;
  let before = socket.bytesRead;
  const timer = setInterval(() => {
    if (request.complete || request.destroyed) return clearInterval(timer);
    // Whoever is not being read, because what was read before is still being stored, is not slow.
    const waitsForUs = request.readableLength >= request.readableHighWaterMark;
    if (!waitsForUs && socket.bytesRead - before < BYTES_PER_LOOK_MIN) {
      clearInterval(timer);
      socket.destroy();
      return;
    }
    before = socket.bytesRead;
  }, everyMs);
  timer.unref();
  request.once('close', () => clearInterval(timer));
}
