import type { Request } from 'express';

/** A path of this site, or undefined: what a form or an address carries must not lead elsewhere. */
export function localPath(path: string | undefined): string | undefined {
  return path !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : undefined;
}

/** Encoded into another address it is three times as long at most: short enough for the head of any answer, and any proxy. */
const WAY_BACK_MAX = 1_500;

/** The page that was asked for, to be come back to: without its query, or the first page, where it is too long to be carried along. */
export function wayBack(address: string): string {
  const [path = '/'] = address.split('?');
  return [address, path].find((way) => way.length <= WAY_BACK_MAX) ?? '/';
}

/** The page on which the form stood, of this site alone. */
export function cameFrom(request: Request): string | undefined {
  const referer = URL.parse(request.get('referer') ?? '');
  if (!referer || referer.host !== request.get('host')) return undefined;
  return localPath(referer.pathname + referer.search);
}
