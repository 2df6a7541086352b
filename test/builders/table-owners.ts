import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rooms } from '../../scripts/lib/rooms.mjs';

export const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

export const ROOMS: readonly string[] = rooms.flat().map(({ name }) => name);

/** Of a path below src/. The roots (main.ts, app.ts …) are a room of their own: none of tables. */
export const roomOf = (file: string): string => ROOMS.find((name) => file.startsWith(`${name}/`)) ?? 'roots';

/** Table → the room whose entity declares it, read from the sources. */
export function tableOwners(): ReadonlyMap<string, string> {
  const entities = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.entity.ts'),
  );
  return new Map(
    entities.flatMap((file) =>
      [
        ...readFileSync(join(SOURCES, file), 'utf8').matchAll(/@(?:Kept|InBook|AuditTable|Infrastructure)\('(\w+)'\)/g),
      ].map(([, table]) => [table!, roomOf(file)] as const),
    ),
  );
}
