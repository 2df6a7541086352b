import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rooms, treeOfRooms } from '../../scripts/lib/rooms.mjs';

const textOf = (path: string) => readFileSync(path, 'utf8');
const names = rooms.flat().map(({ name }) => name);

/** The tables that the entities of a room declare. */
function tablesOf(room: string): string[] {
  const entities = readdirSync(join('src', room), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.entity.ts'),
  );
  return entities.flatMap((file) =>
    [...textOf(join('src', room, file)).matchAll(/^@(?:Kept|InBook|AuditTable|Infrastructure)\('(\w+)'\)/gm)].map(
      ([, table]) => table!,
    ),
  );
}

describe('the rooms', () => {
  test("are the README's tree", () => {
    const [, tree] = /```\n(src\/platform[^`]*)```/.exec(textOf('README.md'))!;
    expect(tree!.trim().split('\n')).toEqual([...treeOfRooms(), expect.stringMatching(/^test\/ /)]);
  });

  test.each(names)('%s says what never changes, and which tables are its own', (room) => {
    const said = textOf(join('src', room, 'README.md'));
    expect(said).toMatch(/never change/i);
    expect(tablesOf(room).filter((table) => !said.includes(`\`${table}\``))).toEqual([]);
  });

  test('own every table but those of the framework', () => {
    expect(names.flatMap(tablesOf).length).toBeGreaterThan(40);
  });
});
