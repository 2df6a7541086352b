import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bend,
  events,
  extractOf,
  LOG_KEY,
  logOf,
  signedNote,
  WITNESS_KEY,
  writeFiles,
} from '../../test/builders/log-files.js';
import { inclusionProof, leafHash, nodeHash, type NodeReader } from '../platform/tlog/merkle.js';
import { formatProof } from '../platform/tlog/proof.js';
import { auditVerify } from './audit-verify-command.js';
import { UsageError } from './usage-error.js';

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What the command prints, and whether it is content; no database may be opened. */
async function run(...args: string[]): Promise<{ lines: string[]; verdict: string; isContent: boolean }> {
  const lines: string[] = [];
  const open = () => Promise.reject(new Error('the database was opened'));
  const isContent = await auditVerify.run({ open, print: (line) => lines.push(line) }, auditVerify.parse(args));
  return { lines, verdict: lines.at(-1)!, isContent };
}

describe('audit verify', () => {
  test('says in its last line that a folder is verified, and with which trust', async () => {
    await writeFiles(await logOf(events(300)), at('log'));
    await writeFile(at('keys'), `${LOG_KEY}\n${WITNESS_KEY}\n`);
    const known = await run(at('log'), '--key', at('keys'));
    expect(known).toMatchObject({ isContent: true, verdict: `VERIFIED: all 300 entries of ${at('log')}.` });
    expect(known.lines[1]).toBe('Signed by log.example/audit, witness.example at 2026-01-01T00:00:00.000Z');
    const unknown = await run(at('log'));
    expect(unknown.verdict).toBe(
      `VERIFIED, but only with the key that the log gives for itself: all 300 entries of ${at('log')}.`,
    );
    expect((await run(at('log'), '--key', LOG_KEY, '--key', WITNESS_KEY)).lines[1]).toBe(known.lines[1]);
  });

  test('says what is wrong, in one line, and is not content', async () => {
    await writeFiles(bend(await logOf(events(300)), 'tile/entries/000', 20), at('log'));
    const { lines, isContent } = await run(at('log'), '--key', LOG_KEY);
    expect(isContent).toBe(false);
    expect(lines).toEqual([expect.stringMatching(/^NOT VERIFIED\. Entry 0/)]);
  });

  test('keeps a checkpoint once it is verified, and compares with it the next time', async () => {
    await writeFiles(await logOf(events(300)), at('log'));
    await run(at('log'), '--key', LOG_KEY, '--save', at('kept'));
    expect(await readFile(at('kept'), 'utf8')).toBe(await readFile(at('log/checkpoint'), 'utf8'));
    await writeFiles(await logOf(events(400)), at('grown'));
    expect((await run(at('grown'), '--key', LOG_KEY, '--since', at('kept'))).isContent).toBe(true);
    await writeFiles(await logOf(events(400).slice(1)), at('other'));
    const other = await run(at('other'), '--key', LOG_KEY, '--since', at('kept'), '--save', at('not'));
    expect(other.verdict).toMatch(/^NOT VERIFIED/);
    expect(existsSync(at('not'))).toBe(false);
  });

  test('knows an extract and a proof by what they hold', async () => {
    const entries = events(40);
    await writeFiles(await extractOf(entries, { business: 'odd' }, (entry) => entry.includes('/odd"')), at('extract'));
    const extract = await run(at('extract'), '--key', LOG_KEY);
    expect(extract.verdict).toBe(`VERIFIED, but not shown to be complete: 16 of 40 entries of ${at('extract')}.`);
    const node: NodeReader = async (level, index) =>
      level === 0
        ? leafHash(entries[index]!)
        : nodeHash(await node(level - 1, index * 2), await node(level - 1, index * 2 + 1));
    const hashes = await inclusionProof(7, 40, node);
    const proof = { index: 7, hashes, checkpoint: await signedNote(entries) };
    await writeFile(at('proof'), formatProof({ ...proof, extra: entries[7]! }));
    const proven = await run(at('proof'), '--key', LOG_KEY);
    expect(proven.lines).toContain(entries[7]!.toString());
    expect(proven.verdict).toBe('VERIFIED: 1 of 40 entries of the log, entry 7.');
    await writeFile(at('proof'), formatProof({ ...proof, extra: entries[8]! }));
    expect((await run(at('proof'), '--key', LOG_KEY)).verdict).toContain('This is not entry 7 of the 40');
    await writeFile(at('proof'), formatProof(proof));
    expect((await run(at('proof'), '--key', LOG_KEY)).verdict).toContain('does not carry its event');
    await expect(run(at('proof'))).rejects.toThrow(UsageError);
    await expect(run(at('extract'), '--since', at('proof'))).rejects.toThrow(UsageError);
  });

  test('sends the reader key, given or in the environment, to a live log', async () => {
    const files = await logOf(events(5));
    const server = createServer((request, response) => {
      const isKnown = request.headers.authorization === 'Bearer arr_token';
      response.writeHead(isKnown ? 200 : 401).end(isKnown ? files.get(request.url!.slice('/audit/'.length)) : '');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const before = process.env.AUDIT_READER_KEY;
    try {
      expect((await run(url, '--key', LOG_KEY, '--reader-key', 'arr_token')).verdict).toBe(
        `VERIFIED: all 5 entries of ${url}/audit.`,
      );
      await expect(run(url, '--key', LOG_KEY)).rejects.toThrow('AUDIT_READER_KEY');
      process.env.AUDIT_READER_KEY = 'arr_token';
      expect((await run(url, '--key', LOG_KEY)).isContent).toBe(true);
    } finally {
      if (before === undefined) delete process.env.AUDIT_READER_KEY;
      else process.env.AUDIT_READER_KEY = before;
      server.closeAllConnections();
      server.close();
    }
  });

  test('says what to do when there is nothing to verify', async () => {
    await expect(run(at('nowhere'))).rejects.toThrow('There is no folder or file');
    await mkdir(at('empty'));
    await expect(run(at('empty'))).rejects.toThrow('is no exported log');
    await writeFiles(await logOf(events(1)), at('log'));
    await expect(run(at('log'), '--since', at('nowhere'))).rejects.toThrow('Keep a checkpoint first, with --save');
    await expect(run()).rejects.toThrow('the database was opened');
  });

  test.each([
    [['one', 'two']],
    [['--unknown']],
    [['--key']],
    [['--key', 'nonsense']],
    [['--key', `${LOG_KEY.slice(0, -2)}xx`]],
  ])('refuses to be asked with %j', (args) => {
    expect(() => auditVerify.parse(args)).toThrow(UsageError);
  });

  test('refuses what is no address', async () => {
    await expect(run('http://')).rejects.toThrow(UsageError);
  });
});
