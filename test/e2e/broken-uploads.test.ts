import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, PASSWORD } from '../builders/client.js';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';
import { ServerProcess, settingsOn } from '../setup/server-process.js';
import { until } from '../setup/until.js';

const PART = 'Content-Disposition: form-data; name="file"; filename="ledger.txt"\r\nContent-Type: text/plain\r\n\r\n';

/** Bodies of a form that end too early, each at another place. */
const BROKEN_BODIES: readonly (readonly [where: string, body: string])[] = [
  ['inside the file', `--x\r\n${PART}JournalCode`],
  ['right after the headers of the file', `--x\r\n${PART}`],
  ['inside the headers', '--x\r\nContent-Disposition: form-da'],
  ['after a field', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
  ['inside another file', `--x\r\n${PART.replace('"file"', '"other"')}JournalCode`],
  ['inside the closing boundary', `--x\r\n${PART}JournalCode\r\n--x`],
  ['before anything', ''],
];

const WRONG_TYPES: readonly (readonly [what: string, type: string])[] = [
  ['without a boundary', 'multipart/form-data'],
  ['with an empty boundary', 'multipart/form-data; boundary='],
  ['with a boundary of 300 characters', `multipart/form-data; boundary=${'x'.repeat(300)}`],
];

/** The built program as it is delivered, because what is at stake is its process. */
describe('an upload that breaks off', () => {
  let dataDir: string;
  let database: TestDatabase;
  let server: ServerProcess;
  let owner: Client;
  let cookie: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ardoise-uploads-'));
    database = await createTestDatabase('uploads');
    server = await ServerProcess.start({ ...settingsOn(database), DATA_DIR: dataDir, PANEL: 'off' });
    owner = await Client.signUp(server.url);
    const body = new URLSearchParams({ email: owner.email, password: PASSWORD });
    const signedIn = await fetch(`${server.url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
    cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
  }, 180_000);

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const upload = (type: string, body: string) =>
    fetch(`${server.url}/b/${owner.businessId}/import`, {
      method: 'POST',
      headers: { Cookie: cookie, 'Content-Type': type },
      body,
    });
  const isAlive = async () => (await fetch(`${server.url}/healthz`)).status;
  const spooled = () => readdirSync(join(dataDir, 'spool'), { withFileTypes: true }).filter((found) => found.isFile());
  const openSpoolFiles = () =>
    readdirSync(`/proc/${server.pid}/fd`).filter((fd) => {
      try {
        return readlinkSync(`/proc/${server.pid}/fd/${fd}`).startsWith(join(dataDir, 'spool'));
      } catch {
        return false;
      }
    });

  test.each(BROKEN_BODIES)('%s is answered, and the process lives', async (_, body) => {
    const answer = await upload('multipart/form-data; boundary=x', body);
    expect([answer.status, await isAlive()]).toEqual([400, 200]);
    expect(await answer.text()).toContain('</html>');
    expect(spooled()).toEqual([]);
  });

  test.each(WRONG_TYPES)('a form %s is refused', async (_, type) => {
    expect([(await upload(type, '--x--\r\n')).status, await isAlive()]).toEqual([400, 200]);
  });

  test.each(['/api/v1/businesses/B/imports', '/b/B/import'])(
    'a sender of %s who hangs up leaves no file',
    async (path) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      const asksApi = path.startsWith('/api');
      const type = asksApi ? 'text/plain' : 'multipart/form-data; boundary=x';
      socket.write(
        `POST ${path.replace('B', owner.businessId)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\n` +
          `Cookie: ${cookie}\r\nAuthorization: Bearer ${owner.token}\r\nContent-Length: 1000000\r\n\r\n` +
          (asksApi ? 'JournalCode' : `--x\r\n${PART}JournalCode`),
      );
      await until('the file in the spool', () =>
        Promise.resolve(spooled().length === 1 && openSpoolFiles().length === 1),
      );
      socket.destroy();
      await until('the end of the file', () =>
        Promise.resolve(spooled().length === 0 && openSpoolFiles().length === 0),
      );
      expect(await isAlive()).toBe(200);
    },
  );
});
