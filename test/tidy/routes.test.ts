import type { Permission } from '../../src/policy/requires.decorator.js';
import { CALLS } from '../builders/calls.js';
import { expectGolden } from '../builders/golden.js';
import { nameOf, routesOf, servedRoutes, type Route } from '../builders/routes.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** What stands beside the controllers: the description of the API and its page, which hold nothing. */
const DOCUMENTATION = /^GET \/api\/(docs|openapi\.json)\b/;

describe('every way into the program', () => {
  let world: TestApp;
  let routes: Route[];

  beforeAll(async () => {
    world = await startTestApp('routes');
    routes = routesOf(world.app);
  });
  afterAll(() => world.stop());

  test('declares who may use it', () => {
    const undeclared = routes
      .filter((route) => !route.permission)
      .map((route) => `${nameOf(route)} (${route.handler})`);
    expect({ 'add @Requires, @SignedIn or @Public to': undeclared }).toEqual({
      'add @Requires, @SignedIn or @Public to': [],
    });
  });

  test('says why, if it is open to everybody', () => {
    for (const { permission } of routes) {
      if (permission?.kind === 'public') expect(permission.why).toMatch(/^\S.{15,}/);
    }
  });

  test('is in the list that reviewers read', () => {
    expectGolden('routes.txt', [
      '# Every route and what it demands; compared with the running program by test/tidy/routes.test.ts.',
      ...routes.map((route) => `${route.method.padEnd(6)} ${route.path} → ${inWords(route.permission)}`),
    ]);
  });

  test('belongs to a controller, where the guard sees it', () => {
    const known = new Set(routes.map(nameOf));
    const strays = servedRoutes(world.app).filter((name) => !known.has(name) && !DOCUMENTATION.test(name));
    expect(strays).toEqual([]);
  });

  test('is tried by strangers, if it is part of the API', () => {
    const untried = routes.map(nameOf).filter((name) => name.includes(' /api/') && !(name in CALLS));
    expect({ 'say in test/builders/calls.ts how to call': untried }).toEqual({
      'say in test/builders/calls.ts how to call': [],
    });
    const gone = Object.keys(CALLS).filter((name) => !routes.map(nameOf).includes(name));
    expect({ 'take out of test/builders/calls.ts': gone }).toEqual({ 'take out of test/builders/calls.ts': [] });
  });
});

function inWords(permission: Permission | undefined): string {
  if (!permission) return 'NOTHING';
  if (permission.kind === 'policy') return `${permission.action} ${permission.on}`;
  return permission.kind === 'public' ? `public: ${permission.why}` : 'signed in';
}
