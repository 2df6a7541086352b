import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { databaseSource } from '../../src/log/transparency-log/database-source.js';
import { LogExports } from '../../src/log/transparency-log/log-exports.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogReader } from '../../src/log/transparency-log/log-reader.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { ReaderKeys } from '../../src/log/transparency-log/reader-keys.service.js';
import { Witnesses } from '../../src/log/transparency-log/witnesses.service.js';
import { verifyLog } from '../../src/log/verifier/verify-log.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { newId } from '../../src/platform/kernel/ids.js';
import {
  ED25519,
  formatPrivateKey,
  formatVerifierKey,
  newPrivateKey,
  signer,
} from '../../src/platform/tlog/signed-note.js';
import { Jobs } from '../../src/platform/outbox/jobs.service.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { until } from '../setup/until.js';
import { WitnessServer } from '../setup/witness-process.js';

const NAMES = ['auditor.example', 'firm.example', 'partner.example'] as const;
type Name = (typeof NAMES)[number];

/** The built witness, three times, as other people run it; the log needs the word of two. */
describe('three witnesses, of whom two make a quorum', () => {
  const privateKey = newPrivateKey();
  const logKey = formatVerifierKey(signer('ardoise/audit', ED25519, privateKey).key);
  const witnesses = new Map<Name, WitnessServer>();
  let folder: string;
  let world: TestApp;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-witnesses-'));
    for (const name of NAMES) await start(name);
    world = await startTestApp('witnesses', {
      AUDIT_SIGNING_KEY: formatPrivateKey(privateKey),
      WITNESS_URL: NAMES.map((name) => witnesses.get(name)!.url).join(', '),
      WITNESS_VKEY: keys().join('\n'),
      WITNESS_QUORUM: '2',
    });
    world.app.get(Jobs).start(['witness-1', 'witness-2', 'witness-3']);
  });
  afterAll(async () => {
    await world?.stop();
    for (const witness of witnesses.values()) await witness.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => shiftClock(0));

  async function start(name: Name, port = '0'): Promise<void> {
    const started = await WitnessServer.start({
      WITNESS_LOG_VKEY: logKey,
      WITNESS_NAME: name,
      WITNESS_DATA_DIR: join(folder, name),
      WITNESS_PORT: port,
    });
    if (!(started instanceof WitnessServer)) throw new Error(started.said);
    witnesses.set(name, started);
  }

  const keys = () => NAMES.map((name) => witnesses.get(name)!.verifierKey);
  const state = () => world.app.get(Witnesses).state();
  const reader = () => world.app.get(LogReader);
  const ready = async () => {
    const response = await fetch(`${world.url}/readyz`);
    const { status, details } = (await response.json()) as { status: string; details: { auditLog: object } };
    return { code: response.status, status, auditLog: details.auditLog };
  };

  /** Adds an event, and gives the size of the log with it. */
  async function grow(): Promise<number> {
    const actor = systemActor('test');
    await world.app
      .get(AuditLog)
      .record({ type: 'audit.heartbeat', subjectId: newId(), actor, outcome: 'success', details: {} });
    await world.app.get(LogWorker).keep();
    return (await reader().latestCheckpoint())!.checkpoint.size;
  }

  /** Waits until what leaves is a checkpoint over that many entries, and gives who cosigned it. */
  const cosigners = (size: number, enough: number) =>
    until(`${enough} cosignatures over ${size} entries`, async () => {
      const exported = await reader().checkpointToExport();
      if (exported?.checkpoint.size !== size) return undefined;
      const names = exported.note.signatures.map(({ name }) => name).filter((name) => name !== 'ardoise/audit');
      return names.length >= enough && names.sort();
    });
  const verify = (quorum?: number) =>
    verifyLog(
      { ...databaseSource(reader(), world.app.get(LogKeys)), isLive: false },
      { keys: [logKey, ...keys()], quorum },
    );

  test('all cosign one checkpoint, each with the key that the settings give', async () => {
    expect(await cosigners(await grow(), 3)).toEqual(NAMES);
    expect((await verify()).signedBy).toHaveLength(4);
    expect(await world.app.get(LogExports).witnessKeys()).toEqual(keys());
    await until('what each has done last', async () => (await state()).quorum.agreeing === 3);
    const report = await ready();
    expect(report).toMatchObject({
      code: 200,
      status: 'ok',
      auditLog: { witness: 'cosigned', witnessQuorum: { needed: 2, agreeing: 3 } },
    });
    expect(report.auditLog).toMatchObject({ witnesses: NAMES.map((name) => ({ name, state: 'cosigned' })) });
  });

  test('a log that is written all the time has checkpoints that all of them have cosigned', async () => {
    const from = await grow();
    let isWriting = true;
    const writing = (async () => {
      while (isWriting) await grow();
    })();
    try {
      await until('two checkpoints of a log that goes on', async () => {
        const { checkpoint, note } = (await reader().checkpointToWitness())!;
        return checkpoint.size > from + 1 && note.signatures.length === 4;
      });
      const token = await world.app.get(ReaderKeys).add(systemActor('test'), 'Reviewer');
      const answer = await fetch(`${world.url}/audit/checkpoint?cosigned=yes`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      expect([...(await answer.text()).matchAll(/^— /gm)].length).toBeGreaterThanOrEqual(3);
      expect((await verify(2)).size).toBeGreaterThan(from);
    } finally {
      isWriting = false;
      await writing;
    }
  });

  test('one that is killed delays nobody: the other two are the quorum', async () => {
    await witnesses.get('firm.example')!.end('SIGKILL');
    expect(await cosigners(await grow(), 2)).toEqual(['auditor.example', 'partner.example']);
    await until('the silence', async () => (await state()).each[1]!.report.state === 'unreachable');
    expect((await state()).quorum).toMatchObject({ agreeing: 2, isMet: true, lostSince: null });
    expect(await ready()).toMatchObject({ status: 'ok', auditLog: { witness: 'cosigned' } });
    const verdict = await verify(2);
    expect(verdict.remarks.join()).toContain(
      '2 of 3 witnesses have cosigned it, 2 must (--quorum); not: firm.example.',
    );
    await expect(verify()).rejects.toThrow('The witness firm.example has not cosigned');
    await expect(verify(3)).rejects.toThrow('The witness firm.example has not cosigned');
  });

  test('another one that has seen another history refuses: the quorum is lost, and resets stay open', async () => {
    const refusing = witnesses.get('partner.example')!;
    await refusing.end('SIGTERM');
    const memory = join(folder, 'partner.example', 'state.json');
    const known = JSON.parse(readFileSync(memory, 'utf8')) as Record<string, { size: number; root: string }>;
    for (const tree of Object.values(known)) tree.root = Buffer.alloc(32, 7).toString('base64');
    writeFileSync(memory, JSON.stringify(known));
    await start('partner.example', new URL(refusing.url).port);
    const before = (await reader().checkpointToExport())!.checkpoint.size;
    await grow();
    await until('the refusal', async () => (await state()).each[2]!.report.state === 'refused');
    const { each, quorum } = await state();
    expect(each[2]).toMatchObject({
      name: 'partner.example',
      report: { why: expect.stringMatching(/^The witness answers 4(09|22): /) },
    });
    expect(quorum).toMatchObject({ needed: 2, agreeing: 1, isMet: false, lostSince: expect.any(Date) });
    // What leaves is the last that two have cosigned.
    expect((await reader().checkpointToExport())!.checkpoint.size).toBe(before);
    expect(await ready()).toMatchObject({ status: 'ok', auditLog: { witness: 'refused' } });
    shiftClock(MINUTE_MS + 1_000);
    expect(await ready()).toMatchObject({
      code: 200,
      status: 'degraded',
      auditLog: { quorumMissed: 'Only 1 of 3 witnesses cosign, but 2 are needed.' },
    });
    expect(await world.app.get(LogWorker).closedBecause()).toBeNull();
  });

  test('each has figures of its own', async () => {
    const text = await (await fetch(`${world.url}/metrics`)).text();
    const figure = (witness: Name, what: string) =>
      Number(new RegExp(`^ardoise_audit_witness\\{witness="${witness}",what="${what}"\\} (.*)$`, 'm').exec(text)?.[1]);
    expect(NAMES.map((name) => figure(name, 'cosigns'))).toEqual([1, 0, 0]);
    expect(NAMES.map((name) => figure(name, 'refuses'))).toEqual([0, 0, 1]);
    expect(figure('auditor.example', 'entries')).toBeGreaterThan(figure('firm.example', 'entries'));
    expect(text).toMatch(/^ardoise_audit_log\{what="witness_quorum"\} 0$/m);
  });

  test('the killed one comes back, and the quorum is there again', async () => {
    await start('firm.example', new URL(witnesses.get('firm.example')!.url).port);
    expect(await cosigners(await grow(), 2)).toEqual(['auditor.example', 'firm.example']);
    await until('the end of the loss', async () => (await state()).quorum.lostSince === null);
  });
});
