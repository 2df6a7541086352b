import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entityOwners, roomOf, SOURCES, tableOwners } from '../builders/table-owners.js';

interface Source {
  readonly file: string;
  readonly text: string;
}

/** What ships, without the migrations: those tell what the tables once were, whosever they are. */
const sources: Source[] = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^platform\/database\/migrations\//.test(file))
  .sort()
  .map((file) => ({ file, text: readFileSync(join(SOURCES, file), 'utf8') }));

const owners = tableOwners();

/**
 * Where SQL names a table: behind a keyword and in the list that goes on from there, and where a text begins with it that
 * goes on with JOIN or becomes a FROM.
 */
const NAMED = [
  /\b(?:FROM|JOIN|INTO|UPDATE|IGNORE|TABLE|TABLES)\s+(\w+(?:\s+(?:AS\s+)?\w+)?(?:,\s*\w+(?:\s+(?:AS\s+)?\w+)?)*)/g,
  /['"`](\w+)(?:\s+(?:AS\s+)?\w+)?\s+(?:(?:LEFT|INNER|CROSS|FORCE)\s+)?(?:JOIN|STRAIGHT_JOIN|INDEX)\b/g,
  /\bfrom: ['"`](\w+)/g,
];

function tablesIn(text: string): { table: string; line: number }[] {
  return NAMED.flatMap((pattern) => [...text.matchAll(pattern)]).flatMap((match) =>
    match[1]!
      .split(/,\s*/)
      .map((item) => item.split(/\s/)[0]!)
      .filter((name) => owners.has(name))
      .map((table) => ({ table, line: text.slice(0, match.index + match[0].lastIndexOf(table)).split('\n').length })),
  );
}

const entities = entityOwners();

/** Where a class that is a table is taken over to be used: a repository of it reads the table as SQL does. Its type says nothing. */
function entitiesIn(text: string): { entity: string; line: number }[] {
  return [...text.matchAll(/^(?:import|export) \{([^}]*)\} from '[^']*\.entity\.js'/gm)].flatMap((match) =>
    match[1]!
      .split(',')
      .map((item) => item.trim().split(' as ')[0]!)
      .filter((name) => entities.has(name))
      .map((entity) => ({ entity, line: text.slice(0, match.index).split('\n').length })),
  );
}

describe('a table belongs to one room', () => {
  test('and SQL of another room does not name it', () => {
    const wrong = sources.flatMap(({ file, text }) =>
      tablesIn(text)
        .filter(({ table }) => owners.get(table) !== roomOf(file))
        .map(({ table, line }) => `src/${file}:${line} names ${table}, of ${owners.get(table)}`),
    );
    expect({ 'ask the room that owns the table': wrong }).toEqual({ 'ask the room that owns the table': [] });
  });

  test('nor does another room take the class of its rows', () => {
    const wrong = sources.flatMap(({ file, text }) =>
      entitiesIn(text)
        .filter(({ entity }) => entities.get(entity) !== roomOf(file))
        .map(({ entity, line }) => `src/${file}:${line} takes ${entity}, of ${entities.get(entity)}`),
    );
    expect({ 'ask the room that owns the rows': wrong }).toEqual({ 'ask the room that owns the rows': [] });
  });

  test('and every table has its owner, every folder its room', () => {
    expect(owners.size).toBeGreaterThan(40);
    expect(entities.size).toBe(owners.size);
    expect(sources.filter(({ file }) => file.includes('/') && roomOf(file) === 'roots')).toEqual([]);
  });

  test.each([
    ["'SELECT 1 FROM users u'", ['users']],
    ['`FROM books b, users u WHERE`', ['books', 'users']],
    ['`INSERT INTO staff (id)`', ['staff']],
    ['`UPDATE businesses SET`', ['businesses']],
    ['`DELETE FROM sessions`', ['sessions']],
    ["oldestOf('books k JOIN online_payments p')", ['books', 'online_payments']],
    ["from: 'write_jobs',", ['write_jobs']],
    ["'The users of these books come from staff'", []],
  ])('%s is found', (text, tables) => {
    expect(
      tablesIn(text)
        .map(({ table }) => table)
        .sort(),
    ).toEqual(tables);
  });

  test.each([
    ["import { User } from '../people/identity/identity.entity.js';", ['User']],
    ["import {\n  Staff,\n  type StaffSession,\n} from './identity.entity.js';", ['Staff']],
    ["import { Business as Row } from './business.entity.js';", ['Business']],
    ["export { Book, type SwitchKind } from './book.entity.js';", ['Book']],
    ["import type { User } from '../people/identity/identity.entity.js';", []],
    ["import { CONTACT_KINDS, type Contact } from './accounting.entity.js';", []],
  ])('%s takes %j', (text, taken) => {
    expect(entitiesIn(text).map(({ entity }) => entity)).toEqual(taken);
  });
});
