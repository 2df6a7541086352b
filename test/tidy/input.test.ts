import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** A parameter of a handler that takes what was sent without saying how it is read: `@Query('after')`, `@Body()`. */
const UNREAD_PARAMETER = /@(?:Query|Body|Param)\((?:'[^']*')?\)/;
/** What was sent, taken from the request itself. */
const TAKEN = /\b(?:request|req)\.(?:query|body|params)\b/;
/** Read by a schema on the same line. */
const READ = /\bparsed\(/;

/** Lines that hand on, unlooked at, what a schema reads later, with where it is read. */
const HANDED_ON: Readonly<Record<string, string>> = {
  "const businessId = typeof request.params.b === 'string' ? request.params.b : '';": 'decided by isId, in the guard',
  'const ask = readAsk(request.body);': 'readAsk, by a schema',
  'const signed: unknown = request.body;': 'bytes, whose signature the provider’s package checks',
  'const { resourceId, action: name } = request.params as Record<string, string>;': 'looked up among known names',
  "params: { ...request.params } as ActionRequest['params'],": 'names that were looked up, an id that findOne checks',
  'payload: { ...(request.body as Record<string, unknown> | undefined) },': 'by the schema of each command',
  'const { resourceId } = request.params;': 'looked up among known names',
  'if (resourceId === undefined) return request.query;': 'pageHandler, by the schema of pages',
  'const { reason: typed } = (request.body ?? {}) as { reason?: unknown };':
    'told apart as unknown, kept only as a text',
  'const body: unknown = request.body;': 'keptText, by a schema',
  'const { next: carried } = (request.body ?? {}) as { next?: unknown };': 'localPath, if it is a text',
  'const membership = await this.memberships.find(acting.actor, String(request.params.b));': 'decided by isId',
  'assertMayOpen(staff!.actor.role, request.params as Record<string, string>);': 'looked up among known names',
};

const lines = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && !file.startsWith('panel/components'))
  .flatMap((file) =>
    readFileSync(join(SOURCES, file), 'utf8')
      .split('\n')
      .map((line, i) => ({ place: `${file}:${i + 1}`, text: line.trim() })),
  );

describe('what somebody sends', () => {
  test('reaches no handler but through a schema or a reader of the path', () => {
    const unread = lines.filter(({ text }) => UNREAD_PARAMETER.test(text)).map(({ place, text }) => `${place} ${text}`);
    expect({ 'name a schema (src/platform/kernel/schemas.ts) or pathId, pathText at': unread }).toEqual({
      'name a schema (src/platform/kernel/schemas.ts) or pathId, pathText at': [],
    });
  });

  test('is taken from no request but by a schema', () => {
    const taken = lines
      .filter(({ text }) => TAKEN.test(text) && !READ.test(text) && !/^(\*|\/\/)/.test(text))
      .filter(({ text }) => !Object.hasOwn(HANDED_ON, text))
      .map(({ place, text }) => `${place} ${text}`);
    expect({ 'read it by parsed(schema, …) at': taken }).toEqual({ 'read it by parsed(schema, …) at': [] });
  });

  test('is handed on nowhere else than is said here', () => {
    const known = new Set(lines.map(({ text }) => text));
    expect(Object.keys(HANDED_ON).filter((text) => !known.has(text))).toEqual([]);
  });
});
