import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tilePath, type Tile } from '../../platform/tlog/tiles.js';

/** Where a log is read from. The verifier trusts none of what it gives. */
export interface LogSource {
  /** For messages: an address, a folder. */
  readonly name: string;
  /** Whether the log goes on while it is verified, so that a witness may cosign a little later. */
  readonly isLive?: boolean;
  checkpoint(): Promise<string>;
  verifierKey(): Promise<string>;
  tile(tile: Tile): Promise<Buffer>;
}

/** The log cannot be read at the moment: no verdict on the log, for or against. */
export class SourceUnavailable extends Error {}

/** A folder as `audit export --format tiles` writes it (C2SP tlog-tiles). */
export function folderSource(folder: string): LogSource {
  return {
    name: folder,
    checkpoint: () => readFile(join(folder, 'checkpoint'), 'utf8'),
    verifierKey: () => readFile(join(folder, 'vkey'), 'utf8'),
    tile: (tile) => readFile(join(folder, tilePath(tile))),
  };
}

const TIMEOUT_MS = 30_000;

/** A live log below `prefix`, for example https://books.example/audit; that path is added when there is none. */
export function urlSource(prefix: string, readerKey?: string): LogSource {
  const base = withPath(prefix);
  const get = async (path: string): Promise<Buffer> => {
    const response = await fetchOr(`${base}/${path}`, readerKey);
    if (response.status === 401 || response.status === 403) {
      throw new SourceUnavailable(
        readerKey
          ? `${base} does not take this reader key: ask the operator for one that is in use.`
          : `${base} asks for a reader key: give it with --reader-key or in AUDIT_READER_KEY.`,
      );
    }
    if (response.status === 429 || response.status >= 500) {
      throw new SourceUnavailable(`${base}/${path} answers ${response.status}: try again later.`);
    }
    if (!response.ok) throw new Error(`${base}/${path} answers ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  };
  return {
    name: base,
    isLive: true,
    checkpoint: async () => (await get('checkpoint')).toString('utf8'),
    verifierKey: async () => (await get('vkey')).toString('utf8'),
    tile: (tile) => get(tilePath(tile)),
  };
}

function withPath(prefix: string): string {
  const { origin, pathname } = new URL(prefix);
  return origin + (pathname === '/' ? '/audit' : pathname.replace(/\/+$/, ''));
}

async function fetchOr(url: string, readerKey: string | undefined): Promise<Response> {
  try {
    return await fetch(url, {
      headers: readerKey ? { Authorization: `Bearer ${readerKey}` } : {},
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new SourceUnavailable(`${url} cannot be reached (${why}): check the address, or try again later.`);
  }
}
