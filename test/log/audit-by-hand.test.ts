import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditProof } from '../../src/cli/audit-proof-command.js';
import { bytesToId } from '../../src/platform/kernel/ids.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** What docs/audit.md tells a reviewer to type, typed. */
describe('an entry verified by hand', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/audit.md', import.meta.url)), 'utf8');
  const script = /```sh\n(# The event's own bytes[^]*?)```/.exec(page)![1]!;
  let scene: Scene;
  let folder: string;
  let events: string[];

  beforeAll(async () => {
    scene = await Scene.start('byhand');
    folder = mkdtempSync(join(tmpdir(), 'ardoise-by-hand-'));
    const owner = await Client.withBooks(scene.url);
    await owner.reset();
    await owner.restore();
    for (let i = 0; i < 4; i++) await owner.events();
    while (await scene.world.app.get(LogWorker).keep());
    const found = await rows<{ event_id: Buffer }>(scene.sql.admin, 'SELECT event_id FROM audit_events ORDER BY id');
    events = found.map(({ event_id }) => bytesToId(event_id));
    writeFileSync(join(folder, 'vkey'), `${scene.world.app.get(LogKeys).verifierKey}\n`);
  });
  afterAll(async () => {
    await scene.stop();
    rmSync(folder, { recursive: true });
  });

  async function proofOf(event: string): Promise<string> {
    const open = async () => ({ app: scene.world.app, isEmbedded: false, migrated: [], urls: scene.world.database });
    const file = join(folder, 'event.tlog-proof');
    rmSync(file, { force: true });
    await auditProof.run({ open, print: () => undefined }, auditProof.parse([event, '--out', file]));
    return file;
  }

  /** `sh`, and its words on both outputs; whatever it ends with. */
  const typed = (shell: string) => {
    try {
      return execFileSync(shell, ['-c', `exec 2>&1\n${script}`], { cwd: folder, encoding: 'utf8' });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };

  test.each(['sh', 'bash'])('is found to be in the tree and signed, with %s', async (shell) => {
    for (const event of [events[0]!, events[3]!, events.at(-2)!, events.at(-1)!]) {
      await proofOf(event);
      expect(typed(shell)).toMatch(/^[0-9a-f]{64} +-\nThe event is in the tree\.\nSignature Verified Successfully\n$/);
    }
  });

  test('is not, when a byte of it, of its path or of the signed tree was changed', async () => {
    const file = await proofOf(events[3]!);
    const proof = readFileSync(file, 'utf8');
    const event = Buffer.from(/^extra (.*)$/m.exec(proof)![1]!, 'base64').toString('utf8');
    const forged = Buffer.from(event.replace('"outcome":"', '"outcome":"x')).toString('base64');
    writeFileSync(file, proof.replace(/^extra .*$/m, `extra ${forged}`));
    expect(typed('sh')).toMatch(/^[0-9a-f]{64} +-\nSignature Verified Successfully\n$/);
    const root = /\n(\S{43}=)\n\n—/.exec(proof)![1]!;
    writeFileSync(file, proof.replace(root, Buffer.alloc(32).toString('base64')));
    expect(typed('sh')).toMatch(/^[0-9a-f]{64} +-\nSignature Verification Failure\n$/);
  });
});
