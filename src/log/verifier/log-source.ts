import { tilePath, type Tile } from '../../platform/tlog/tiles.js';
import { bytesOf, folderFiles, type FileSet } from './file-set.js';

/** Where a log is read from. The verifier trusts none of what it gives. */
export interface LogSource {
  /** For messages: an address, a folder. */
  readonly name: string;
  /** Whether the log goes on while it is verified, so that a witness may cosign a little later. */
  readonly isLive?: boolean;
  /** The latest, or where `cosigned` is true the latest that witnesses have cosigned, if the source knows the difference. */
  checkpoint(cosigned?: boolean): Promise<string>;
  verifierKey(): Promise<string>;
  tile(tile: Tile): Promise<Buffer>;
}

/** The log cannot be read at the moment: no verdict on the log, for or against. */
export class SourceUnavailable extends Error {}

const TEXT_BYTES_MAX = 1 << 20;
/** 256 entries of 65,535 bytes, each with its length. */
const TILE_BYTES_MAX = 256 * (2 + 65_535);

/** The files of `audit export --format tiles` (C2SP tlog-tiles). */
export function fileSource(files: FileSet): LogSource {
  const textOf = async (path: string) => (await bytesOf(files, path, TEXT_BYTES_MAX)).toString('utf8');
  return {
    name: files.name,
    checkpoint: () => textOf('checkpoint'),
    verifierKey: () => textOf('vkey'),
    tile: (tile) => bytesOf(files, tilePath(tile), TILE_BYTES_MAX),
  };
}

export const folderSource = (folder: string): LogSource => fileSource(folderFiles(folder));

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
    checkpoint: async (cosigned) => (await get(cosigned ? 'checkpoint?cosigned=yes' : 'checkpoint')).toString('utf8'),
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
