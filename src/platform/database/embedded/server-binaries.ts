import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs of MariaDB that we start ourselves: absolute paths. */
export interface ServerBinaries {
  readonly server: string;
  readonly install: string;
}

/** No MariaDB server is installed. `installLine` is what to type to change that on this machine. */
export class ServerBinaryMissingError extends Error {
  override readonly name = 'ServerBinaryMissingError';
  readonly installLine = serverInstallLine();

  constructor() {
    super(
      `There is no MariaDB server on this machine. Install it with:\n  ${serverInstallLine()}\n` +
        'or set DATABASE_URL to a server that runs elsewhere.',
    );
  }
}

/** @throws ServerBinaryMissingError */
export function findServerBinaries(folders: readonly string[] = programFolders()): ServerBinaries {
  const server = findProgram('mariadbd', folders);
  const install = findProgram('mariadb-install-db', folders);
  if (!server || !install) throw new ServerBinaryMissingError();
  return { server, install };
}

/** The line to type, for the package manager found here. Debian's "core" packages start no service. */
export function serverInstallLine(folders: readonly string[] = programFolders()): string {
  const lines: readonly (readonly [program: string, line: string])[] = [
    [
      'apt-get',
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends mariadb-server-core mariadb-client-core',
    ],
    ['dnf', 'sudo dnf install -y mariadb-server'],
    ['apk', 'sudo apk add mariadb mariadb-client'],
    ['pacman', 'sudo pacman -S mariadb'],
    ['brew', 'brew install mariadb'],
  ];
  const found = lines.find(([program]) => findProgram(program, folders) !== undefined);
  return found?.[1] ?? 'see https://mariadb.org/download (version 10.11 or later)';
}

/** PATH, and where servers are kept outside the PATH of ordinary users (Debian, Fedora, Homebrew). */
function programFolders(): string[] {
  const inPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    ...inPath,
    '/usr/sbin',
    '/usr/local/sbin',
    '/usr/libexec',
    '/opt/homebrew/opt/mariadb/bin',
    '/usr/local/opt/mariadb/bin',
  ];
}

function findProgram(name: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
