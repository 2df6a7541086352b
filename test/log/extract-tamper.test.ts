import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditFilter } from '../../src/log/events/audit-filter.js';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { LogExports } from '../../src/log/transparency-log/log-exports.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { refusalOf, reportOf } from '../../src/log/verifier/report.js';
import { VerificationFailure } from '../../src/log/verifier/verdict.js';
import { verifyPath } from '../../src/log/verifier/verify-path.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { archiveOf } from '../../src/platform/kernel/archive.js';
import { leafHash } from '../../src/platform/tlog/merkle.js';
import {
  ED25519,
  formatNote,
  newPrivateKey,
  parseNote,
  signer,
  signText,
} from '../../src/platform/tlog/signed-note.js';
import { Client } from '../builders/client.js';
import { createRowsOfDocs } from '../builders/docs-table.js';
import { Scene } from '../setup/scene.js';

/** The files of an extract in somebody else's hands. */
class Extract {
  constructor(readonly folder: string) {}

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  remove(...names: string[]): void {
    for (const name of names) rmSync(join(this.folder, name));
  }

  edit(name: string, change: (lines: string[]) => string[]): void {
    const lines = this.read(name).split('\n').slice(0, -1);
    this.write(
      name,
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
  }

  /** The index of the event on this line, which counts from 0. */
  indexOf(line: number): number {
    return (JSON.parse(this.read('proofs.jsonl').split('\n')[line]!) as { index: number }).index;
  }

  /** The third event, with its proof, and one less in the counts that nobody signs. */
  takeOut(): void {
    for (const name of ['events.jsonl', 'proofs.jsonl']) this.edit(name, (lines) => lines.toSpliced(2, 1));
    const about = JSON.parse(this.read('filter.json')) as { entries: number };
    this.write('filter.json', `${JSON.stringify({ ...about, entries: about.entries - 1 })}\n`);
  }

  /** The same, and its hash among those of the others. */
  hide(): void {
    const [index, event] = [this.indexOf(2), this.read('events.jsonl').split('\n')[2]!];
    const run = { first: index, count: 1, hashes: [leafHash(Buffer.from(event)).toString('base64')] };
    this.takeOut();
    this.edit('rest.jsonl', (lines) => {
      const at = lines.findIndex((line) => (JSON.parse(line) as { first: number }).first > index);
      return lines.toSpliced(at < 0 ? lines.length : at, 0, JSON.stringify(run));
    });
  }

  adjustManifest(): void {
    this.write(
      'manifest',
      this.read('manifest').replace(/^entries (\d+)$/m, (_, count) => `entries ${Number(count) - 1}`),
    );
  }
}

const NEW_FILES = ['manifest', 'rest.jsonl', 'bounds.jsonl', 'README.txt', 'LISEZMOI.txt', 'ardoise-verify.mjs'];

interface Tampering {
  readonly what: string;
  readonly work: (extract: Extract, others: { readonly byBusiness: Extract }) => void;
  /** Where the verdict is not that it is refused. */
  readonly isVerified?: boolean;
}

const TAMPERINGS: readonly Tampering[] = [
  {
    what: 'take an event out of an extract',
    work: (extract) => extract.edit('events.jsonl', (lines) => lines.toSpliced(2, 1)),
  },
  { what: 'the same, with its proof, and adjust the counts', work: (extract) => extract.takeOut() },
  { what: 'the same, and account for it by its hash', work: (extract) => extract.hide() },
  {
    what: 'the same, and adjust the manifest',
    work: (extract) => {
      extract.hide();
      extract.adjustManifest();
    },
  },
  {
    what: 'the same, and sign the manifest with another key of the same name',
    work: (extract) => {
      extract.hide();
      extract.adjustManifest();
      const { text, signatures } = parseNote(extract.read('manifest'));
      const forger = signer(signatures[0]!.name, ED25519, newPrivateKey());
      extract.write('manifest', formatNote({ text, signatures: [signText(text, forger)] }));
    },
  },
  {
    what: 'take an event out, and the manifest away',
    work: (extract) => {
      extract.takeOut();
      extract.remove('manifest');
    },
  },
  {
    what: 'the same, and all that an extract did not have before there were manifests',
    work: (extract) => {
      extract.takeOut();
      extract.remove(...NEW_FILES);
    },
    isVerified: true,
  },
  {
    what: 'change an event in an extract',
    work: (extract) =>
      extract.edit('events.jsonl', ([first, ...lines]) => [first!.replace('success', 'failure'), ...lines]),
  },
  {
    what: 'change the hash of an entry that is not shown',
    work: (extract) =>
      extract.edit('rest.jsonl', ([line, ...lines]) => {
        const run = JSON.parse(line!) as { hashes: string[] };
        const [hash] = run.hashes;
        return [
          JSON.stringify({
            ...run,
            hashes: run.hashes.with(0, `${hash!.startsWith('A') ? 'B' : 'A'}${hash!.slice(1)}`),
          }),
          ...lines,
        ];
      }),
  },
  {
    what: 'leave out the hash of an entry that is not shown',
    work: (extract) => extract.edit('rest.jsonl', (lines) => lines.slice(1)),
  },
  {
    what: 'put the manifest of another extract in',
    work: (extract, { byBusiness }) => extract.write('manifest', byBusiness.read('manifest')),
  },
  {
    what: 'put the checkpoint in as a manifest',
    work: (extract) => extract.write('manifest', extract.read('checkpoint')),
  },
  {
    what: 'put the manifest in as a checkpoint',
    work: (extract) => extract.write('checkpoint', extract.read('manifest')),
  },
  { what: 'change what is attached', work: (extract) => extract.write('sheet.json', '{"nothing":"happened"}\n') },
  { what: 'take away what is attached', work: (extract) => extract.remove('sheet.json') },
  {
    what: 'add a file to an extract',
    work: (extract) => extract.write('sheet-2.json', '{}\n'),
    isVerified: true,
  },
];

describe('an extract that is tampered with', () => {
  const docs = createRowsOfDocs('docs/audit.md', 'extract-table');
  let scene: Scene;
  let folder: string;
  let key: string;
  let byTime: Extract;
  let byBusiness: Extract;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-extract-tamper-'));
    scene = await Scene.start('extract-tamper');
    key = scene.world.app.get(LogKeys).verifierKey;
    const { businessId } = await Client.withBooks(scene.url);
    const log = scene.world.app.get(AuditLog);
    const actor = systemActor('test');
    for (let i = 0; i < 20; i++) {
      await log.record({ type: 'audit.heartbeat', subjectId: 'audit', actor, outcome: 'success', details: {} });
    }
    await Client.withBooks(scene.url);
    await scene.world.app.get(LogWorker).keep();
    byTime = await exported('by-time', {
      type: ['audit.heartbeat', 'business.signed-up'],
      from: '2026-01-01T00:00:00.000Z',
    });
    byBusiness = await exported('by-business', { business: businessId });
  });
  afterAll(async () => {
    docs.write();
    await scene?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function exported(name: string, filter: AuditFilter): Promise<Extract> {
    const path = join(folder, name);
    const attach = (into: string) => writeFile(join(into, 'sheet.json'), '{"what":"happened"}\n');
    const reading = { actor: systemActor('test'), roles: [] };
    await scene.world.app.get(LogExports).export(reading, { format: 'jsonl', filter, path, attach }, () => undefined);
    return new Extract(path);
  }

  async function said(path: string, mustBeComplete = false): Promise<{ isVerified: boolean; lines: string[] }> {
    try {
      return { isVerified: true, lines: reportOf(await verifyPath(path, { keys: [key], mustBeComplete })) };
    } catch (error) {
      if (!(error instanceof VerificationFailure)) throw error;
      return { isVerified: false, lines: [refusalOf(error)] };
    }
  }

  test('is complete before', async () => {
    for (const { folder: path } of [byTime, byBusiness]) {
      expect((await said(path, true)).lines.at(-1)).toMatch(/^VERIFIED AND COMPLETE: /);
    }
  });

  test.each(TAMPERINGS.map((tampering) => [tampering.what, tampering] as const))('%s', async (what, tampering) => {
    const path = join(folder, 'tampered');
    cpSync(byTime.folder, path, { recursive: true });
    try {
      tampering.work(new Extract(path), { byBusiness });
      const [lenient, strict] = [await said(path), await said(path, true)];
      expect(lenient.isVerified).toBe(tampering.isVerified === true);
      // In a zip it is the same as in a folder.
      await writeFile(`${path}.zip`, archiveOf('zip', path, 'export', new Date()));
      expect((await said(`${path}.zip`)).lines.map(steady)).toEqual(lenient.lines.map(steady));
      docs.expectRow(what, `| ${what} | ${wordsOf(lenient, strict)} |`);
    } finally {
      rmSync(path, { recursive: true, force: true });
      rmSync(`${path}.zip`, { force: true });
    }
  });
});

type Said = { readonly isVerified: boolean; readonly lines: readonly string[] };

function wordsOf(lenient: Said, strict: Said): string {
  if (!lenient.isVerified) return steady(lenient.lines[0]!);
  const shown = lenient.lines.filter((line) => /^(VERIFIED|Note: Not part)/.test(line)).map(steady);
  return [...shown, ...(strict.isVerified ? [] : [`with \`--complete\`: ${steady(strict.lines[0]!)}`])].join('<br>');
}

/** Without what differs from run to run. */
function steady(words: string): string {
  return words
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
    .replace(/\/\S*\/tampered(\.zip)?/g, '…')
    .replace(/\b\d+\b/g, 'n')
    .replace(/\|/g, '\\|');
}
