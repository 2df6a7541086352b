import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSignature, parseVerifierKey, verifyNote } from '../../src/platform/tlog/signed-note.js';
import { SignedLog } from '../builders/forkable-log.js';
import { WitnessServer, type WitnessEnd } from '../setup/witness-process.js';

/** The built program, as an operator runs it. */
describe('the witness as a process', () => {
  const log = new SignedLog();
  let dataDir: string;
  let witness: WitnessServer;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ardoise-witness-'));
    witness = await up();
  });
  afterEach(async () => {
    await witness.end('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  const start = (args: string[] = [], more: Record<string, string> = {}) =>
    WitnessServer.start({ WITNESS_LOG_VKEY: log.verifierKey, WITNESS_DATA_DIR: dataDir, ...more }, args);

  async function up(): Promise<WitnessServer> {
    const started = await start();
    if (started instanceof WitnessServer) return started;
    throw new Error(started.said);
  }

  async function down(...how: Parameters<typeof start>): Promise<WitnessEnd> {
    const started = await start(...how);
    if (!(started instanceof WitnessServer)) return started;
    await started.end('SIGKILL');
    throw new Error('It came up.');
  }

  async function submit(oldSize: number, size: number, by = log): Promise<{ status: number; text: string }> {
    const body = await by.submission(oldSize, size);
    const response = await fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body });
    return { status: response.status, text: await response.text() };
  }

  test('cosigns with the key that it tells and keeps', async () => {
    const { status, text } = await submit(0, 5);
    expect(status).toBe(200);
    expect(readFileSync(join(dataDir, 'vkey'), 'utf8')).toBe(`${witness.verifierKey}\n`);
    const key = parseVerifierKey(witness.verifierKey);
    verifyNote({ text: await log.text(5), signatures: [parseSignature(text.trimEnd())] }, [key]);
  });

  test('remembers after kill -9, and still refuses a fork', async () => {
    await submit(0, 5);
    const { verifierKey } = witness;
    await witness.end('SIGKILL');
    witness = await up();
    expect(witness.verifierKey).toBe(verifierKey);
    expect(await submit(0, 6, log.forkedAt(3))).toEqual({ status: 409, text: '5\n' });
    expect((await submit(5, 5, log.forkedAt(3))).status).toBe(409);
    expect((await submit(5, 6, log.forkedAt(3))).status).toBe(422);
    expect((await submit(5, 6)).status).toBe(200);
  });

  test('killed in the middle of its work, it has written down all that it cosigned', async () => {
    await submit(0, 1);
    let cosigned = 1;
    const working = (async () => {
      for (;;) {
        const { status } = await submit(cosigned, cosigned + 1);
        if (status !== 200) throw new Error(`${status}`);
        cosigned++;
      }
    })().catch(() => undefined);
    while (cosigned < 10) await new Promise((done) => setTimeout(done, 1));
    await witness.end('SIGKILL');
    await working;
    witness = await up();
    const { text } = await submit(0, cosigned);
    expect([cosigned, cosigned + 1]).toContain(Number(text));
  });

  test('a second one on its folder is refused; after its end there may be another', async () => {
    expect(await down()).toMatchObject({ code: 1, said: expect.stringContaining('is the witness of') });
    expect((await submit(0, 5)).status).toBe(200);
    expect(await witness.end('SIGTERM')).toBe(0);
    expect(readdirSync(dataDir).sort()).toEqual(['key.pem', 'state.json', 'vkey']);
    witness = await up();
  });

  test('does not start with a damaged memory', async () => {
    await submit(0, 5);
    await witness.end('SIGKILL');
    writeFileSync(join(dataDir, 'state.json'), '{"log.exa');
    const { code, said } = await down();
    expect(code).toBe(1);
    expect(said).toMatch(/^\S+state\.json is damaged \(.*\)\. Put back the latest copy of the folder.*\n$/);
  });

  test('explains itself, and ends with 2 when it is called wrongly', async () => {
    expect(await down(['--help'])).toMatchObject({ code: 0, said: expect.stringContaining('Usage: npm run witness') });
    expect(await down(['--bla'])).toMatchObject({
      code: 2,
      said: expect.stringMatching(/^There is no option --bla\./),
    });
    expect(await down([], { WITNESS_PORT: 'x' })).toMatchObject({
      code: 2,
      said: expect.stringMatching(/^WITNESS_PORT is a number/),
    });
  });
});
