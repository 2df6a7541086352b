import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindsOfTests, treeOfRooms } from '../../scripts/lib/rooms.mjs';
import { ROOMS, tableOwners } from '../builders/table-owners.js';

/** Starts a server of its own, or asks for one. */
const NEEDS_DATABASE = /from '[^']*(?:test\/setup\/|\/embedded-server)/;

/** How many tests a room has that run without a database: those beside what they test, each table of cases one of them. */
function testsWithoutDatabase(room: string): number {
  const files = readdirSync(join('src', room), { recursive: true, encoding: 'utf8' });
  const texts = files.filter((file) => /\.test\.tsx?$/.test(file)).map((file) => textOf(join('src', room, file)));
  const pure = texts.filter((text) => !NEEDS_DATABASE.test(text));
  return pure.flatMap((text) => text.match(/^\s*(?:test|it)(?:\.each)?[(<]/gm) ?? []).length;
}

const textOf = (path: string) => readFileSync(path, 'utf8');
const owners = [...tableOwners()];

describe('the rooms', () => {
  test("are the README's tree", () => {
    const [, tree] = /```\n(src\/platform[^`]*)```/.exec(textOf('README.md'))!;
    expect(tree!.trim().split('\n')).toEqual(treeOfRooms());
  });

  test('have the folders of test/ named after them, beside kinds of tests that have a name', () => {
    const folders = readdirSync('test', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known = new Set([...ROOMS, ...kindsOfTests, '.output']);
    const strangers = folders.map(({ name }) => name).filter((name) => !known.has(name));
    expect({ 'neither a room nor one of kindsOfTests': strangers }).toEqual({
      'neither a room nor one of kindsOfTests': [],
    });
  });

  test.each(ROOMS.map((room) => [room, testsWithoutDatabase(room)] as const))(
    '%s has tests without a database: %d of them',
    (_, count) => {
      expect(count).toBeGreaterThan(0);
    },
  );

  test.each(ROOMS)('%s says what never changes, and which tables are its own', (room) => {
    const said = textOf(join('src', room, 'README.md'));
    expect(said).toMatch(/never change/i);
    const tables = owners.filter(([, owner]) => owner === room).map(([table]) => table);
    expect(tables.filter((table) => !said.includes(`\`${table}\``))).toEqual([]);
  });
});
