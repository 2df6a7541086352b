import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { Connection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { verifyPersonalDetails } from '../../src/log/transparency-log/verify-personal-details.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { Jobs } from '../../src/platform/outbox/jobs.service.js';
import {
  ED25519,
  formatNote,
  formatPrivateKey,
  formatVerifierKey,
  newPrivateKey,
  signer,
} from '../../src/platform/tlog/signed-note.js';
import { databaseSource } from '../../src/log/transparency-log/database-source.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { CheckpointSigner } from '../../src/log/transparency-log/checkpoint-signer.service.js';
import { LogProgress } from '../../src/log/transparency-log/log-progress.service.js';
import { Sequencer } from '../../src/log/transparency-log/sequencer.service.js';
import { Witnesses } from '../../src/log/transparency-log/witnesses.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogReader } from '../../src/log/transparency-log/log-reader.service.js';
import { faultInRows } from '../../src/log/transparency-log/row-checks.js';
import { SelfCheck } from '../../src/log/transparency-log/self-check.service.js';
import type { VerifyOptions } from '../../src/log/verifier/verdict.js';
import { verifyLog } from '../../src/log/verifier/verify-log.js';
import { WitnessFolder } from '../../src/log/witness/witness-folder.js';
import { createWitnessServer } from '../../src/log/witness/witness-server.js';
import { Client } from '../builders/client.js';
import { createRowsOfDocs } from '../builders/docs-table.js';
import { Scene } from '../setup/scene.js';
import { connectSql } from '../setup/sql.js';
import { RowsOfLog, withoutGuards } from './log-tamper/rows-of-log.js';
import { TAMPERINGS, type Hands, type Tampering } from './log-tamper/tamperings.js';

/** Every kind of row of the log is tampered with in every way: who refuses it, and who finds it when it is forced. */
describe('tampering', () => {
  const stolen = signer('ardoise/audit', ED25519, newPrivateKey());
  const vkey = formatVerifierKey(stolen.key);
  const docs = createRowsOfDocs('docs/audit.md', 'tamper-table');
  let folder: string;
  let witnessFolder: WitnessFolder;
  let witness: Server;
  let port: number;
  let witnessKey: string;
  let scene: Scene;
  let sequencer: Connection;
  let whole: RowsOfLog;
  let oldBackup: RowsOfLog;
  let keptNote: string;
  let fileOfCheckpoints: Buffer;
  let memoryOfWitness: Buffer;
  let record: () => Promise<unknown>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-tamper-'));
    await startWitness(0);
    port = (witness.address() as AddressInfo).port;
    witnessKey = formatVerifierKey(witnessFolder.signer.key);
    scene = await Scene.start('tamper', {
      AUDIT_SIGNING_KEY: formatPrivateKey(stolen.privateKey),
      WITNESS_URL: `http://127.0.0.1:${port}`,
      WITNESS_VKEY: witnessKey,
    });
    // From here on the log is kept only when a test says so.
    await scene.world.app.get(Jobs).onApplicationShutdown();
    sequencer = await connectSql(scene.world.database.sequencerUrl);
    await makeHistory();
  });

  afterAll(async () => {
    docs.write();
    sequencer?.destroy();
    await scene?.stop();
    await stopWitness();
    rmSync(folder, { recursive: true, force: true });
  });

  async function startWitness(onPort: number): Promise<void> {
    witnessFolder = await WitnessFolder.open(folder, 'witness.example');
    witness = createWitnessServer({ folder: witnessFolder, logs: [stolen.key], log: () => undefined });
    witness.listen(onPort, '127.0.0.1');
    await once(witness, 'listening');
  }

  async function stopWitness(): Promise<void> {
    const closed = once(witness, 'close');
    witness.close();
    witness.closeAllConnections();
    await closed;
    witnessFolder.close();
  }

  /** 150 entries of which somebody kept the checkpoint and a backup, and 150 more. */
  async function makeHistory(): Promise<void> {
    const owner = await Client.signUp(scene.url);
    const log = scene.world.app.get(AuditLog);
    record = () =>
      log.record({
        type: 'audit.read',
        subjectId: owner.businessId,
        actor: systemActor('test'),
        outcome: 'success',
        details: {},
      });
    for (let i = 0; i < 150; i++) await record();
    await keep();
    keptNote = formatNote((await scene.world.app.get(LogReader).latestCheckpoint())!.note);
    oldBackup = await RowsOfLog.copy(scene.sql.admin, 'old');
    for (let i = 0; i < 150; i++) await record();
    await keep();
    await scene.world.app.get(SelfCheck).run();
    await keep();
    whole = await RowsOfLog.copy(scene.sql.admin, 'whole');
    fileOfCheckpoints = readFileSync(file());
    memoryOfWitness = readFileSync(join(folder, 'state.json'));
  }

  const file = () => join(scene.world.settings.dataDir, 'audit', 'checkpoints');

  /** As in a process that has just started: it knows what is in the database and in the file, nothing else. */
  function startWorker(): LogWorker {
    const { app, settings } = scene.world;
    return new LogWorker(
      app.get(Sequencer),
      app.get(CheckpointSigner),
      app.get(Witnesses),
      app.get(LogProgress),
      settings,
    );
  }

  async function keep(): Promise<void> {
    const worker = startWorker();
    await worker.keep();
    await scene.world.app.get(Witnesses).ask(0);
  }

  /** Nobody keeps this log while it is looked at: the verifier need not wait for a cosignature, as it does by a live one. */
  const source = () => ({
    ...databaseSource(scene.world.app.get(LogReader), scene.world.app.get(LogKeys)),
    isLive: false,
  });

  async function verified(options: VerifyOptions): Promise<null> {
    await verifyLog(source(), options);
    return null;
  }

  /** Who looks, in the order in which they would; each says what is wrong, or nothing. */
  const FINDERS: Record<string, () => Promise<string | null>> = {
    Signer: async () => {
      const worker = startWorker();
      await worker.keep().catch(() => undefined);
      const { fault, failure } = await worker.state();
      return fault?.message ?? failure?.why ?? null;
    },
    'Self-check': () => scene.world.app.get(SelfCheck).run(),
    Verifier: async () => {
      await verifyLog(source(), { keys: [vkey] });
      const { manager } = scene.world.app.get(DataSource);
      const fault = await faultInRows(manager);
      if (!fault) await verifyPersonalDetails(scene.world.app.get(DataSource));
      return fault?.message ?? null;
    },
    'Verifier `--since`': () => verified({ keys: [vkey], kept: keptNote }),
    Witness: async () => {
      const witnesses = scene.world.app.get(Witnesses);
      await witnesses.ask(0);
      const { report } = (await witnesses.state()).each[0]!;
      return report.state === 'refused' ? report.why : null;
    },
    "Verifier with the witness's key": () => verified({ keys: [vkey, witnessKey] }),
  };

  async function findings(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const [name, look] of Object.entries(FINDERS)) {
      const said = await look().catch((error: Error) => error.message);
      if (said) found.set(name, said);
    }
    return found;
  }

  async function putBack(): Promise<void> {
    await whole.putBack();
    writeFileSync(file(), fileOfCheckpoints);
    await stopWitness();
    writeFileSync(join(folder, 'state.json'), memoryOfWitness);
    await startWitness(port);
  }

  /** How an account is kept from it: by its rights, a trigger or a foreign key; or not at all. */
  async function refusal(connection: Connection, statements: readonly string[]): Promise<string> {
    await connection.query('START TRANSACTION');
    try {
      for (const sql of statements) await connection.query(sql);
      return '–';
    } catch (error) {
      const { message } = error as Error;
      if (/denied/.test(message)) return 'grant';
      if (/APPEND_ONLY/.test(message)) return 'trigger';
      if (/foreign key/.test(message)) return 'foreign key';
      throw error;
    } finally {
      await connection.query('ROLLBACK');
    }
  }

  async function refusals({ sql }: Tampering): Promise<string[]> {
    if (!sql) return ['not tried', 'not tried', 'not tried'];
    const found: string[] = [];
    for (const connection of [scene.sql.app, sequencer, scene.sql.owner]) {
      found.push(await refusal(connection, sql));
      // TRUNCATE has no way back.
      if (/TRUNCATE/.test(sql[0]!)) await putBack();
    }
    return found;
  }

  async function force(tampering: Tampering): Promise<void> {
    const { admin } = scene.sql;
    const hands: Hands = {
      admin,
      stolen,
      rewriteFile: (note) => writeFileSync(file(), `\0\n${note}\0\n`),
      restoreOldBackup: () => oldBackup.putBack(),
    };
    await withoutGuards(admin, async () => {
      for (const sql of tampering.sql ?? []) await admin.query(sql);
      await tampering.force?.(hands);
    });
  }

  test('is not what anybody finds in a log that is whole', async () => {
    await putBack();
    expect(await findings()).toEqual(new Map());
    await putBack();
  });

  test.each(TAMPERINGS.map((tampering) => [tampering.what, tampering] as const))('%s', async (what, tampering) => {
    if (tampering.isWaiting) await record();
    const [app, sequencerSays, owner] = await refusals(tampering);
    if (tampering.isWaiting) await record();
    await force(tampering);
    const found = await findings();
    await putBack();
    if (tampering.harmless) expect(found).toEqual(new Map());
    else expect(found).not.toEqual(new Map());
    const said = tampering.harmless ?? whatIsSaid(found);
    docs.expectRow(what, `| ${what} | ${app} | ${sequencerSays} | ${owner} | ${said} |`);
  });
});

/** Each once: the verifier with more to go by says mostly what it says without. */
function whatIsSaid(found: Map<string, string>): string {
  const said = new Map([...found].map(([who, words]) => [who, steady(words)]));
  for (const who of [...said.keys()]) {
    if (who.startsWith('Verifier ') && said.get(who) === said.get('Verifier')) said.delete(who);
  }
  return [...said].map(([who, words]) => `**${who}:** ${words}`).join('<br>');
}

/** Without what differs from run to run. */
function steady(words: string): string {
  return words
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
    .replace(/'\d+' for key '(\w+\.)?/g, "'…' for key '")
    .replace(/\n[^]*/, '')
    .replace(/\|/g, '\\|');
}
