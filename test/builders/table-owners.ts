import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rooms } from '../../scripts/lib/rooms.mjs';

export const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

export const ROOMS: readonly string[] = rooms.flat().map(({ name }) => name);

/** Of a path below src/. The roots (main.ts, app.ts …) are a room of their own: none of tables. */
export const roomOf = (file: string): string => ROOMS.find((name) => file.startsWith(`${name}/`)) ?? 'roots';

const declared = () =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.entity.ts'))
    .flatMap((file) =>
      [
        ...readFileSync(join(SOURCES, file), 'utf8').matchAll(
          /@(?:Kept|InBook|AuditTable|Infrastructure)\('(\w+)'\)[\s\S]*?export class (\w+)/g,
        ),
      ].map(([, table, entity]) => ({ table: table!, entity: entity!, room: roomOf(file) })),
    );

/** Table → the room whose entity declares it, read from the sources. */
export const tableOwners = (): ReadonlyMap<string, string> =>
  new Map(declared().map(({ table, room }) => [table, room]));

/** The class of a table's rows → its room. */
export const entityOwners = (): ReadonlyMap<string, string> =>
  new Map(declared().map(({ entity, room }) => [entity, room]));
