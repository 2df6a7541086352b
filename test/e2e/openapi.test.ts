import { createConfig, lintFromString } from '@redocly/openapi-core';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import { STATUS_OF_KIND } from '../../src/http/problem.filter.js';
import { commandOf } from '../../src/log/recorded-commands.js';
import { ERROR_CODES } from '../../src/platform/kernel/app-error.js';
import type { Permission } from '../../src/policy/requires.decorator.js';
import { CALLS } from '../builders/calls.js';
import { LEDGER_PATH } from '../builders/client.js';
import {
  DescribedAnswers,
  readDocument,
  type ApiDocument,
  type DescribedOperation,
} from '../builders/described-answers.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

let world: TestApp;
let document: ApiDocument;
let described: DescribedAnswers;

beforeAll(async () => {
  world = await startTestApp('openapi');
  document = await readDocument(world.url);
  described = new DescribedAnswers(document);
});
afterAll(() => world.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      pointer: ['paths', path, method],
      operation,
    })),
  );

test('the document is valid OpenAPI 3.1', async () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  const config = await createConfig({
    extends: ['recommended'],
    // Nobody has to license what only describes; what a public operation refuses is not always there.
    rules: { 'info-license': 'off', 'operation-4xx-response': 'off', 'no-server-example.com': 'off' },
  });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual([]);
});

test('it names every route of the API, and the open ones of log and operations', () => {
  const named = operations().map(({ name }) => name.replace(/\{(\w+)\}/g, ':$1'));
  const others = ['GET /audit/checkpoint', 'GET /audit/vkey', 'GET /healthz', 'GET /metrics', 'GET /readyz'];
  expect(named.sort()).toEqual([...Object.keys(CALLS), ...others].sort());
});

test('every operation says what it does, who may, and shows an example of all that it takes and gives', () => {
  for (const { name, pointer, operation } of operations()) {
    const { summary, description, tags, requestBody } = operation;
    expect({ name, summary, description, permission: operation['x-permission'] }).toEqual({
      name,
      summary: expect.stringMatching(/^[A-Z].{5,}[^.]$/),
      description: expect.stringMatching(/^[A-Z][\s\S]{20,}\n\n\*\*Permission:\*\* \S/),
      permission: expect.objectContaining({ kind: expect.stringMatching(/^(public|signed-in|policy)$/) }),
    });
    expect({ name, tags: tags.length }).toEqual({ name, tags: 1 });
    for (const [type, { example }] of Object.entries(requestBody?.content ?? {})) {
      const faults = described.validate([...pointer, 'requestBody', 'content', type, 'schema'], example);
      expect({ name, example, faults }).toEqual({ name, example: expect.anything(), faults: [] });
    }
    for (const [status, { content }] of Object.entries(operation.responses)) {
      for (const [type, media] of Object.entries(content ?? {})) {
        const { example, examples = {} } = media as {
          example?: unknown;
          examples?: Record<string, { value: unknown }>;
        };
        const values = example === undefined ? Object.values(examples).map(({ value }) => value) : [example];
        expect({ name, status, examples: values.length > 0 }).toEqual({ name, status, examples: true });
        for (const value of values) {
          const faults = described.validate([...pointer, 'responses', status, 'content', type, 'schema'], value);
          expect({ name, status, value, faults }).toEqual({ name, status, value, faults: [] });
        }
      }
    }
  }
});

test('every operation lists each code under its status, and what its permission implies', () => {
  for (const { name, operation } of operations()) {
    const codes = codesOf(operation);
    for (const { status, code } of codes) {
      const expected = code === 'INTERNAL' ? 500 : STATUS_OF_KIND[ERROR_CODES[code as 'NOT_FOUND'].kind];
      expect({ name, code, status }).toEqual({ name, code, status: String(expected) });
    }
    const listed = codes.map(({ code }) => code);
    const { kind } = operation['x-permission'] as { kind: string };
    if (kind !== 'public')
      expect({ name, listed }).toEqual({ name, listed: expect.arrayContaining(['UNAUTHENTICATED']) });
    if (name.includes('{b}')) expect({ name, listed }).toEqual({ name, listed: expect.arrayContaining(['NOT_FOUND']) });
    if (operation.requestBody) expect(listed).toEqual(expect.arrayContaining(['VALIDATION', 'TOO_LARGE']));
    expect({ name, secured: (operation.security ?? []).length > 0 }).toEqual({
      name,
      secured: kind !== 'public' || /checkpoint|metrics/.test(name),
    });
  }
});

test('every code is in the table at the top with its status', () => {
  for (const [code, { kind }] of Object.entries(ERROR_CODES)) {
    expect(document.info.description).toContain(`| \`${code}\` | ${STATUS_OF_KIND[kind]} |`);
  }
});

test('parameters are described once: pages, ids and one Idempotency-Key', () => {
  const { parameters } = document.components;
  for (const { operation } of operations()) {
    const given = (operation.parameters ?? []) as { $ref?: string; in?: string; name?: string }[];
    const keys = given.filter((parameter) => /idempotency/i.test(JSON.stringify(parameter)));
    const isRecorded = commandOf(operation['x-permission'] as Permission) !== undefined;
    expect({ id: operation.operationId, keys }).toEqual({
      id: operation.operationId,
      keys: isRecorded ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [],
    });
    expect(given.filter(({ name }) => name === 'limit' || name === 'after')).toEqual([]);
  }
  expect(parameters).toMatchObject({
    IdempotencyKey: { in: 'header', name: 'Idempotency-Key', required: false },
    Limit: { in: 'query', schema: { minimum: 1, maximum: 200, default: 50 } },
    After: { in: 'query', required: false },
  });
});

test('a body says every member that its call sends, and refuses others', () => {
  for (const { name, operation } of operations()) {
    const call = CALLS[name.replace(/\{(\w+)\}/g, ':$1')]?.({ owner: {}, member: {} } as never);
    const content = operation.requestBody?.content ?? {};
    if (call?.json) {
      const { $ref } = content['application/json']!.schema as { $ref: string };
      const schema = document.components.schemas![$ref.split('/').at(-1)!] as unknown as { properties: object };
      expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
      for (const field of Object.keys(call.json)) expect(schema.properties).toHaveProperty([field]);
    }
    if (call?.bytes) expect(Object.keys(content).sort()).toEqual(['application/octet-stream', 'text/plain']);
  }
});

test('a client that openapi-typescript makes of it compiles, and walks from sign-up to restore', async () => {
  const folder = resolve('test/.output/generated-client');
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/api.ts`, astToString(await openapiTS(JSON.stringify(document))));
  writeFileSync(`${folder}/walk.ts`, readFileSync('test/fixtures/generated-client-walk.ts.txt'));
  expect(await compilerErrors(`${folder}/walk.ts`)).toBe('');
  const { walk } = (await import(pathToFileURL(`${folder}/walk.ts`).href)) as {
    walk: (url: string, file: string, email: string) => Promise<Record<string, unknown>>;
  };
  const walked = await walk(world.url, readFileSync(LEDGER_PATH, 'utf8'), 'generated@example.test');
  expect(walked.refusedWith).toBe('SIGN_UP_EMAIL_MISMATCH');
  expect(walked.fresh).toMatchObject({ journalEntries: 0 });
  expect(walked.restored).toEqual(walked.imported);
  expect(walked.imported).not.toEqual(walked.fresh);
});

test('an answer or a code that is not in the document is refused', () => {
  const answer = { method: 'GET', path: '/api/v1/me', status: 200, mediaType: 'application/json' };
  const me = { id: '0193a5c2-1f0e-7b3a-9c41-2d5e8f6a7b01', email: 'a@b', locale: 'fr' };
  described.check({ ...answer, body: me });
  for (const body of [
    { ...me, more: 1 },
    { ...me, id: 'x' },
    { id: me.id, email: me.email },
  ]) {
    expect(() => described.check({ ...answer, body })).toThrow(/not in the OpenAPI document/);
  }
  expect(() => described.check({ ...answer, status: 202, body: me })).toThrow(/no answer 202/);
  const problem = {
    type: 'urn:ardoise:problem:SNAPSHOT_EXPIRED',
    title: 't',
    status: 410,
    detail: 'd',
    code: 'SNAPSHOT_EXPIRED',
  };
  const gone = { ...answer, status: 410, mediaType: 'application/problem+json', body: problem };
  expect(() => described.check(gone)).toThrow(/no answer 410/);
  const path = '/api/v1/businesses/x/snapshots/y/counts';
  described.check({ ...gone, path });
  expect(() => described.check({ ...gone, path, body: { ...problem, code: 'NOT_FOUND' } })).toThrow(/code/);
});

test('the open answers of log and operations are as described', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics', '/audit/vkey', '/audit/checkpoint']) {
    const response = await fetch(`${world.url}${path}`);
    const mediaType = response.headers.get('content-type')!.split(';')[0]!;
    const text = await response.text();
    const body: unknown = /json/.test(mediaType) ? JSON.parse(text) : text;
    described.check({ method: 'GET', path, status: response.status, mediaType, body });
  }
});

test('its page loads all that it needs from here, under a policy that allows nothing else', async () => {
  const response = await fetch(`${world.url}/api/docs`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  const html = await response.text();
  expect(html).not.toMatch(/<style|style=|<script>|<script [^>]*>[^<]|\son\w+=/);
  const needed = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
  expect(needed.length).toBeGreaterThan(2);
  for (const path of needed) {
    const { status } = await fetch(new URL(path, response.url));
    expect({ path, status }).toEqual({ path, status: 200 });
  }
});

/** The codes of an operation with the status under which they stand. */
function codesOf({ responses }: DescribedOperation): { status: string; code: string }[] {
  return Object.entries(responses).flatMap(([status, { content }]) =>
    [...JSON.stringify(content?.['application/problem+json']?.schema ?? {}).matchAll(/Problem_(\w+)/g)].map(
      ([, code]) => ({
        status,
        code: code!,
      }),
    ),
  );
}

/** In a process of its own: compiling here would hold up the program under test, which shares this one. */
async function compilerErrors(file: string): Promise<string> {
  const options = '--strict --noEmit --target es2022 --module nodenext --lib es2022,dom --types node --skipLibCheck';
  const tsc = resolve('node_modules/typescript/bin/tsc');
  return promisify(execFile)(process.execPath, [tsc, '--ignoreConfig', ...options.split(' '), file]).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
}
