import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { parseDatabaseUrl } from './address.js';
import { openDataSource } from './data-source.js';
import { startEmbeddedServer, type EmbeddedServer } from './embedded-server.js';
import { tlsOf } from './tls.js';

/** A real server on the network with a certificate of an authority of its own, as a company has one. */
describe('a database over an encrypted connection', () => {
  let folder: string;
  let server: EmbeddedServer;
  let port: number;

  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

  function makeAuthority(name: string): void {
    openssl(
      'req',
      '-x509',
      ...KEY,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      `/CN=${name}`,
      '-days',
      '2',
    );
  }

  function makeCertificate(of: string): void {
    openssl('req', ...KEY, '-keyout', 'server.key', '-out', 'server.csr', '-subj', `/CN=${of}`);
    writeFileSync(file('names'), `subjectAltName=DNS:${of}`);
    openssl(
      ...['x509', '-req', '-in', 'server.csr', '-CA', 'ours.pem', '-CAkey', 'ours.key', '-CAcreateserial'],
      ...['-extfile', 'names', '-days', '2', '-out', 'server.pem'],
    );
  }

  async function asAdministrator(...statements: string[]): Promise<void> {
    const { socketPath, user, password } = parseDatabaseUrl(server.adminUrl);
    const connection = await createConnection({ socketPath, user, password });
    for (const statement of statements) await connection.query(statement);
    await connection.end();
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-tls-'));
    makeAuthority('ours');
    makeAuthority('theirs');
    makeCertificate('localhost');
    port = await freePort();
    server = await startEmbeddedServer({
      dataDir: join(folder, 'data'),
      extraArgs: [
        ...['--skip-networking=0', '--bind-address=127.0.0.1', `--port=${port}`],
        ...[`--ssl-ca=${file('ours.pem')}`, `--ssl-cert=${file('server.pem')}`, `--ssl-key=${file('server.key')}`],
      ],
    });
    await asAdministrator(
      'CREATE DATABASE secret',
      "CREATE USER traveller@'%' IDENTIFIED BY 'secret' REQUIRE SSL",
      "GRANT ALL PRIVILEGES ON secret.* TO traveller@'%'",
    );
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const url = (query: string, host = 'localhost') => `mariadb://traveller:secret@${host}:${port}/secret${query}`;
  const cipher = async (query: string, host?: string) => {
    const dataSource = await openDataSource(url(query, host), 1);
    const [row] = await dataSource.query<{ Value: string }[]>("SHOW STATUS LIKE 'Ssl_cipher'");
    await dataSource.destroy();
    return row!.Value;
  };

  test('is used when the authority that is named vouches for the server’s name', async () => {
    expect(await cipher(`?ssl=true&sslca=${file('ours.pem')}`)).toMatch(/AES|CHACHA/);
  });

  test('is refused without the authority, or with another one', async () => {
    await expect(cipher('?ssl=true')).rejects.toThrow(/certificate|self-signed/i);
    await expect(cipher(`?ssl=true&sslca=${file('theirs.pem')}`)).rejects.toThrow(/certificate|self-signed/i);
    await expect(cipher('')).rejects.toThrow(/denied|secure/i);
  });

  test('is refused when the certificate is another server’s, though by the same authority', async () => {
    makeCertificate('another.example');
    await asAdministrator('FLUSH SSL');
    await expect(cipher(`?ssl=true&sslca=${file('ours.pem')}`)).rejects.toThrow(/another\.example/);
    makeCertificate('localhost');
    await asAdministrator('FLUSH SSL');
    expect(await cipher(`?ssl=true&sslca=${file('ours.pem')}`)).not.toBe('');
  });

  test('needs a name to verify', () => {
    expect(() => tlsOf(parseDatabaseUrl(url('?ssl=true', '127.0.0.1')))).toThrow(/by its name/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
