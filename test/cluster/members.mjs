import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { freePort, until } from '../operations/lib.mjs';

/**
 * @typedef {object} Ports of one member: for clients, for the group, for what a member missed, for a whole copy
 * @property {number} sql
 * @property {number} group
 * @property {number} increments
 * @property {number} copy
 *
 * @typedef {'running' | 'killed' | 'paused' | 'stopped'} MemberState
 */

export const DATABASE = 'ardoise';
export const PASSWORD = 'of-the-cluster';
export const ACCOUNTS = {
  admin: 'ardoise_admin',
  owner: 'ardoise_owner',
  app: 'ardoise_app',
  sequencer: 'ardoise_sequencer',
};

/** What members need beside the server: the library of the group, and what copies a whole member. They are unpacked, not installed. */
const PACKAGES = ['galera-4', 'mariadb-server', 'rsync'];
/** Who runs the members when we are root: rsync's daemon gives its files to nobody, and a member must be able to read them. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/**
 * Debian's packages, unpacked into a folder.
 * @param {string} folder
 */
export function unpackGalera(folder) {
  const unpacked = join(folder, 'packages');
  mkdirSync(unpacked, { recursive: true });
  const said = spawnSync('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', ...PACKAGES], {
    cwd: unpacked,
    encoding: 'utf8',
  });
  if (said.status !== 0) throw new Error(`Debian's packages ${PACKAGES.join(', ')} could not be had:\n${said.stderr}`);
  for (const file of readdirSync(unpacked).filter((name) => name.endsWith('.deb')))
    execFileSync('dpkg', ['-x', file, '.'], { cwd: unpacked });
  return unpacked;
}

/** A member of a Galera cluster on this machine, with its own data folder. */
export class Member {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;
  /** @type {MemberState} */
  state = 'stopped';

  /**
   * @param {string} name
   * @param {string} folder
   * @param {string} packages where Debian's are unpacked
   * @param {Ports} ports
   */
  constructor(name, folder, packages, ports) {
    this.name = name;
    this.folder = folder;
    this.packages = packages;
    this.ports = ports;
  }

  /** An empty data folder, with the accounts of the program; only of the first member, of which the others get a copy. */
  async initialise() {
    this.#makeFolders();
    execFileSync('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${this.#path('data')}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      '--innodb-log-file-size=32M',
      ...(isRoot ? ['--user=root'] : []),
    ]);
    writeFileSync(this.#path('accounts.sql'), accountsSql());
    const child = spawn(
      'mariadbd',
      [...this.#arguments(), '--wsrep-on=OFF', `--init-file=${this.#path('accounts.sql')}`],
      {
        stdio: 'ignore',
        ...(isRoot && { uid: NOBODY, gid: NOBODY }),
        env: this.#environment(),
      },
    );
    this.#own();
    await once(child, 'spawn');
    await until('the first member with its accounts', () => this.ask('SELECT 1').catch(() => false));
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  /** @param {Member} other a stopped one */
  copyOf(other) {
    this.#makeFolders();
    cpSync(join(other.folder, 'data'), this.#path('data'), { recursive: true });
    this.#own();
  }

  /**
   * @param {readonly Member[]} members all of the group
   * @param {{ isFirst?: boolean }} [how] the first one begins the group
   */
  async start(members, { isFirst = false } = {}) {
    const address = isFirst
      ? 'gcomm://'
      : `gcomm://${members.map(({ ports }) => `127.0.0.1:${ports.group}`).join(',')}`;
    // After a kill the member's own files say how far it had come; asked with that, it gets what it missed and not everything.
    const position = isFirst ? [] : this.#position();
    const child = spawn('mariadbd', [...this.#arguments(), ...this.#groupArguments(address), ...position], {
      stdio: 'ignore',
      ...(isRoot && { uid: NOBODY, gid: NOBODY }),
      env: this.#environment(),
    });
    this.#process = child;
    child.once('exit', () => {
      if (this.#process === child) this.state = 'stopped';
    });
    this.state = 'running';
    await until(`${this.name} in the group`, () => this.isWritable());
  }

  /** Ends the process as a power cut does. */
  async kill() {
    const child = this.#process;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    this.state = 'killed';
  }

  pause() {
    this.#process?.kill('SIGSTOP');
    this.state = 'paused';
  }

  goOn() {
    this.#process?.kill('SIGCONT');
    this.state = 'running';
  }

  async stop() {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
    if (child.exitCode === null) await once(child, 'exit');
    clearTimeout(late);
  }

  /** Whether it is one of the majority, and has everything that the others have. */
  async isWritable() {
    if (this.state !== 'running') return false;
    try {
      const rows = await this.ask("SHOW STATUS WHERE Variable_name IN ('wsrep_ready', 'wsrep_local_state')");
      const said = Object.fromEntries(rows.map(({ Variable_name: name, Value: value }) => [name, value]));
      return said.wsrep_ready === 'ON' && said.wsrep_local_state === '4';
    } catch {
      return false;
    }
  }

  /** The last transaction of the group that it has applied. */
  async position() {
    const [row] = await this.ask("SHOW STATUS LIKE 'wsrep_last_committed'");
    return String(row?.Value);
  }

  /**
   * @param {string} sql
   * @param {unknown[]} [parameters]
   * @returns {Promise<any[]>}
   */
  async ask(sql, parameters = []) {
    const connection = await this.connect();
    try {
      const [rows] = await connection.query({ sql, timeout: 20_000 }, parameters);
      return /** @type {any[]} */ (rows);
    } finally {
      await connection.end().catch(() => connection.destroy());
    }
  }

  connect() {
    return mysql.createConnection({
      host: '127.0.0.1',
      port: this.ports.sql,
      user: ACCOUNTS.admin,
      password: PASSWORD,
      database: 'mysql',
      connectTimeout: 1_000,
    });
  }

  /** What its log says that is no note, the last of it. */
  complaints() {
    const lines = this.log().split('\n');
    return lines
      .filter((line) => /ERROR|signal|Inconsisten|evict|Assertion/i.test(line))
      .slice(-12)
      .join('\n');
  }

  log() {
    return existsSync(this.#path('log.err')) ? readFileSync(this.#path('log.err'), 'utf8') : '';
  }

  /** @param {string} name */
  #path(name) {
    return join(this.folder, name);
  }

  #makeFolders() {
    for (const name of ['data', 'tmp']) mkdirSync(this.#path(name), { recursive: true });
  }

  #own() {
    if (isRoot) execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, this.folder]);
    chmodSync(this.folder, 0o700);
  }

  #environment() {
    const { packages } = this;
    return {
      PATH: `${join(packages, 'usr/bin')}:${process.env.PATH}:/usr/sbin`,
      HOME: this.folder,
      TMPDIR: this.#path('tmp'),
    };
  }

  #position() {
    const recovery = spawnSync(
      'mariadbd',
      [
        ...this.#arguments(),
        ...this.#groupArguments('gcomm://'),
        '--wsrep-recover',
        `--log-error=${this.#path('recovery.err')}`,
      ],
      { ...(isRoot && { uid: NOBODY, gid: NOBODY }), env: this.#environment() },
    );
    if (recovery.error) throw recovery.error;
    const said = readFileSync(this.#path('recovery.err'), 'utf8');
    const positions = [...said.matchAll(/WSREP: Recovered position:\s*(\S+)/g)];
    rmSync(this.#path('recovery.err'));
    const last = positions.at(-1)?.[1];
    return last ? [`--wsrep-start-position=${last}`] : [];
  }

  #arguments() {
    return [
      '--no-defaults',
      `--datadir=${this.#path('data')}`,
      `--tmpdir=${this.#path('tmp')}`,
      `--socket=${this.#path('s')}`,
      `--pid-file=${this.#path('pid')}`,
      `--log-error=${this.#path('log.err')}`,
      '--bind-address=127.0.0.1',
      `--port=${this.ports.sql}`,
      '--skip-name-resolve',
      '--local-infile=OFF',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_ci',
      '--transaction-isolation=READ-COMMITTED',
      '--default-time-zone=+00:00',
      '--sql-mode=STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
      // What a member loses in a power cut the others have.
      '--innodb-flush-log-at-trx-commit=2',
      '--innodb-buffer-pool-size=64M',
      '--innodb-log-file-size=32M',
      '--performance-schema=OFF',
      '--max-connections=200',
      '--binlog-format=ROW',
      '--innodb-autoinc-lock-mode=2',
      '--log-bin-trust-function-creators=1',
    ];
  }

  /** @param {string} address */
  #groupArguments(address) {
    const { group, increments, copy } = this.ports;
    const options = {
      'gmcast.listen_addr': `tcp://127.0.0.1:${group}`,
      'ist.recv_addr': `127.0.0.1:${increments}`,
      base_host: '127.0.0.1',
      base_port: group,
      'gcache.size': '128M',
      // As quick as a machine that is busy with all of them allows: a silent member is left out after five seconds.
      'evs.suspect_timeout': 'PT3S',
      'evs.inactive_timeout': 'PT8S',
    };
    return [
      '--wsrep-on=ON',
      `--wsrep-provider=${join(this.packages, 'usr/lib/galera/libgalera_smm.so')}`,
      '--wsrep-cluster-name=ardoise',
      `--wsrep-cluster-address=${address}`,
      `--wsrep-node-name=${this.name}`,
      `--wsrep-node-address=127.0.0.1:${group}`,
      `--wsrep-sst-receive-address=127.0.0.1:${copy}`,
      '--wsrep-sst-method=rsync',
      `--wsrep-provider-options=${Object.entries(options)
        .map(([name, value]) => `${name}=${value}`)
        .join(';')}`,
    ];
  }
}

/**
 * Members of one group, each with ports of its own; none is started.
 * @param {number} count
 * @param {string} folder
 * @param {string} packages
 */
export async function membersOf(count, folder, packages) {
  const members = [];
  for (let number = 1; number <= count; number++) {
    const ports = {
      sql: await freePort(),
      group: await freePort(),
      increments: await freePort(),
      copy: await freePort(),
    };
    members.push(new Member(`member-${number}`, join(folder, `m${number}`), packages, ports));
  }
  return members;
}

/**
 * Begins the group with the first member, and takes the others in.
 * @param {readonly Member[]} members
 */
export async function beginGroup(members) {
  const [first, ...others] = members;
  if (!first) throw new Error('A group has members.');
  await first.initialise();
  for (const other of others) other.copyOf(first);
  await first.start(members, { isFirst: true });
  for (const other of others) await other.start(members);
}

function accountsSql() {
  const { owner, app, sequencer, admin } = ACCOUNTS;
  return [
    `CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    `CREATE USER '${admin}'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`,
    `GRANT ALL PRIVILEGES ON *.* TO '${admin}'@'127.0.0.1' WITH GRANT OPTION`,
    ...[owner, app, sequencer].map((account) => `CREATE USER '${account}'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`),
    `GRANT ALL PRIVILEGES ON ${DATABASE}.* TO '${owner}'@'127.0.0.1' WITH GRANT OPTION`,
    `GRANT ALL PRIVILEGES ON \`${DATABASE}\\_%\`.* TO '${owner}'@'127.0.0.1' WITH GRANT OPTION`,
  ]
    .map((statement) => `${statement};\n`)
    .join('');
}

/**
 * The addresses of the database for the program, by a port: a member's or the forwarder's.
 * @param {number} port
 */
export function urlsAt(port) {
  const url = (/** @type {string} */ account) => `mariadb://${account}:${PASSWORD}@127.0.0.1:${port}/${DATABASE}`;
  return {
    DATABASE_URL: url(ACCOUNTS.app),
    MIGRATION_DATABASE_URL: url(ACCOUNTS.owner),
    AUDIT_DATABASE_URL: url(ACCOUNTS.sequencer),
  };
}
