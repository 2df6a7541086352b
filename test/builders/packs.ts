import { createWriteStream, mkdirSync, mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { zipFiles } from '../../src/log/verifier/zip-files.js';
import type { Client } from './client.js';

/** A pack as the API shows it. */
export interface Pack {
  readonly id: string;
  readonly bookId: string;
  readonly state: string;
  readonly done: number;
  readonly file: {
    readonly name: string;
    readonly bytes: number;
    readonly digest: string;
    readonly files: number;
    readonly counts: Readonly<Record<string, number>>;
  } | null;
}

/** Downloads a pack as somebody and takes it apart below `folder`; the folder that lies in it. */
export async function unpacked(client: Client, pack: Pack, folder: string): Promise<string> {
  const at = mkdtempSync(join(folder, 'pack-'));
  const zip = join(at, 'pack.zip');
  const response = await fetch(`${client.url}/api/v1${client.of(`/packs/${pack.id}/file`)}`, {
    headers: { Authorization: `Bearer ${client.token}` },
  });
  if (response.status !== 200) throw new Error(`pack: ${response.status} ${await response.text()}`);
  await writeFile(zip, Buffer.from(await response.arrayBuffer()));
  return unzipped(zip, at);
}

async function unzipped(zip: string, at: string): Promise<string> {
  const files = await zipFiles(zip);
  let inside = '';
  for (const path of await files.paths()) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    await pipeline(Readable.from(files.open(path)), createWriteStream(join(at, path)));
    inside = path.split('/')[0]!;
  }
  return join(at, inside);
}
