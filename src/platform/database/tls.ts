import type { SslOptions } from 'mysql2';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { DatabaseUrlError, type DatabaseAddress } from './address.js';

/**
 * How the driver is told to encrypt, the same for every connection. mysql2 verifies the chain by itself but the name in the
 * certificate only when it is asked to: without it any server with a certificate of the same authority would do. Throws DatabaseUrlError for a server without a name.
 */
export function tlsOf({ ssl, sslCa, host }: DatabaseAddress): { ssl?: SslOptions } {
  if (ssl !== true) return {};
  // The driver passes no name for an address, so that any certificate for "localhost" would do.
  if (host !== undefined && isIP(host) !== 0)
    throw new DatabaseUrlError('with ssl=true the server is given by its name');
  return {
    ssl: {
      rejectUnauthorized: true,
      verifyIdentity: true,
      minVersion: 'TLSv1.2',
      ...(sslCa !== undefined && { ca: readFileSync(sslCa, 'utf8') }),
    },
  };
}
