/** Where a database is and who signs in there: the parsed form of `DATABASE_URL` and its siblings. */
export interface DatabaseAddress {
  readonly type: 'mariadb' | 'mysql';
  /** Absent when `socketPath` is given. IPv6 addresses are without brackets. */
  readonly host?: string;
  /** Absent when the URL names none: the driver then takes 3306. */
  readonly port?: number;
  /** A unix socket; it wins over host and port. */
  readonly socketPath?: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** True: encrypted; the certificate and the server's name in it are verified. Absent or false: plain. */
  readonly ssl?: boolean;
  /** Path of the certificates, in PEM, of who vouches for the server; absent: those that Node knows. */
  readonly sslCa?: string;
}

/** The URL cannot be used. The message says what is wrong and shows the right form; it never contains the URL itself. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError';

  constructor(problem: string) {
    super(
      `The database URL is not usable: ${problem}. ` +
        'The right form is mariadb://user:password@host:3306/database (or mysql://…), ' +
        'or mariadb://user:password@localhost/database?socketPath=/run/mysqld/mysqld.sock for a unix socket; ' +
        'characters such as @ : / ? # % in the user or password are percent-encoded (@ is %40).',
    );
  }
}

const knownParameters = new Set(['socketPath', 'ssl', 'sslca']);

/**
 * Reads a `mariadb://` or `mysql://` URL. All parts are percent-decoded; `?socketPath=/path`, `?ssl=true` and
 * `?sslca=/path` are the only parameters.
 * @throws DatabaseUrlError for anything else, a misspelt parameter included
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const parts = splitUrl(url);
  const socketPath = socketPathOf(parts);
  const host = parts.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!socketPath && !host) throw new DatabaseUrlError('the host is missing');
  const ssl = sslOf(parts);
  const sslCa = sslCaOf(parts, ssl);
  return {
    type: parts.protocol === 'mysql:' ? 'mysql' : 'mariadb',
    ...(socketPath ? { socketPath } : { host: decode(host, 'host') }),
    ...(parts.port && !socketPath ? { port: Number(parts.port) } : {}),
    user: required(decode(parts.username, 'user'), 'user'),
    password: decode(parts.password, 'password'),
    database: databaseOf(parts),
    ...(ssl === undefined ? {} : { ssl }),
    ...(sslCa === undefined ? {} : { sslCa }),
  };
}

/** The inverse of {@link parseDatabaseUrl}. The result contains the password: for drivers and settings, not for logs. */
export function formatDatabaseUrl(address: DatabaseAddress): string {
  const user = encodeURIComponent(address.user);
  const secret = address.password === '' ? '' : `:${encodeURIComponent(address.password)}`;
  const host = address.host?.includes(':') ? `[${address.host}]` : (address.host ?? 'localhost');
  const port = address.port === undefined ? '' : `:${address.port}`;
  const parameters = [
    ...(address.socketPath === undefined ? [] : [`socketPath=${encodeURIComponent(address.socketPath)}`]),
    ...(address.ssl === undefined ? [] : [`ssl=${address.ssl}`]),
    ...(address.sslCa === undefined ? [] : [`sslca=${encodeURIComponent(address.sslCa)}`]),
  ];
  const query = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
  return `${address.type}://${user}${secret}@${host}${port}/${encodeURIComponent(address.database)}${query}`;
}

function splitUrl(url: string): URL {
  if (url.trim() === '') throw new DatabaseUrlError('it is empty');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) throw new DatabaseUrlError('it does not start with mariadb:// or mysql://');
  if (scheme !== 'mariadb' && scheme !== 'mysql') throw new DatabaseUrlError(`"${scheme}" is not mariadb or mysql`);
  // The parser's own error is dropped on purpose: it carries the whole URL, password included.
  if (!URL.canParse(url)) throw new DatabaseUrlError('host or port is missing or cannot be read');
  const parts = new URL(url);
  if (parts.hash) throw new DatabaseUrlError('it contains a "#"');
  return parts;
}

function socketPathOf(parts: URL): string | undefined {
  for (const name of parts.searchParams.keys()) {
    if (!knownParameters.has(name)) throw new DatabaseUrlError(`the parameter "${name}" is unknown`);
  }
  const socketPath = parts.searchParams.get('socketPath');
  if (socketPath === null) return undefined;
  if (!socketPath.startsWith('/')) throw new DatabaseUrlError('socketPath is not an absolute path');
  return socketPath;
}

function sslOf(parts: URL): boolean | undefined {
  const ssl = parts.searchParams.get('ssl');
  if (ssl === null) return undefined;
  if (ssl !== 'true' && ssl !== 'false') throw new DatabaseUrlError('ssl is neither true nor false');
  return ssl === 'true';
}

function sslCaOf(parts: URL, ssl: boolean | undefined): string | undefined {
  const path = parts.searchParams.get('sslca');
  if (path === null) return undefined;
  if (ssl !== true) throw new DatabaseUrlError('sslca is given without ssl=true');
  if (!path.startsWith('/')) throw new DatabaseUrlError('sslca is not an absolute path');
  return path;
}

function databaseOf(parts: URL): string {
  const path = parts.pathname.replace(/^\//, '');
  if (path.includes('/')) throw new DatabaseUrlError('there is more than one "/" after the host');
  return required(decode(path, 'database name'), 'database name');
}

function required(value: string, what: string): string {
  if (value === '') throw new DatabaseUrlError(`the ${what} is missing`);
  return value;
}

function decode(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new DatabaseUrlError(`the ${what} contains a "%" that is not part of a percent-encoding (write %25)`);
  }
}
