import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile, type Options } from 'yazl';
import { events, LOG_KEY, logOf, signedExtractOf, writeFiles } from '../../../test/builders/log-files.js';
import { ARCHIVES, archiveOf } from '../../platform/kernel/archive.js';
import { VerificationFailure } from './verdict.js';
import { verifyPath } from './verify-path.js';

const options = { keys: [LOG_KEY] };
const time = new Date('2026-01-31T12:00:00Z');
let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'archives-'));
  const attached = { 'sheet.json': '{"sheet":1}\n' };
  await writeFiles(await signedExtractOf(events(40), { ticket: 'T' }, () => false, { attached }), at('extract'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const verified = async (name: string) => (await verifyPath(at(name), options)).verdict;

async function failure(name: string): Promise<string> {
  const error = await verified(name).then(
    () => new Error('it was verified'),
    (thrown: unknown) => thrown as Error,
  );
  expect([error, error.message]).toEqual([expect.any(VerificationFailure), error.message]);
  return error.message;
}

/** A zip of the extract's files as another program may make it. */
async function zipped(given: Partial<Options> = {}, more: [string, Buffer][] = []): Promise<Buffer> {
  const zip = new ZipFile();
  const names = ['checkpoint', 'events.jsonl', 'filter.json', 'manifest', 'proofs.jsonl', 'rest.jsonl', 'sheet.json'];
  for (const name of [...names, 'vkeys']) zip.addBuffer(readFileSync(at(`extract/${name}`)), `ab/${name}`, given);
  for (const [name, bytes] of more) zip.addBuffer(bytes, name);
  zip.end({ forceZip64Format: given.forceZip64Format === true, comment: '' });
  return buffer(zip.outputStream as never);
}

describe('an archive of an extract', () => {
  test.each(ARCHIVES)('as %s is verified without unpacking it', async (kind) => {
    await writeFile(at('export'), archiveOf(kind, at('extract'), 'an-export', time));
    expect((await verified('export')).completeness).toMatchObject({ state: 'complete' });
  });

  test.each(ARCHIVES)('as %s, of a whole log', async (kind) => {
    await writeFiles(await logOf(events(300)), at('log'));
    await writeFile(at('export'), archiveOf(kind, at('log'), 'a-log', time));
    expect((await verified('export')).entries).toBe(300);
  });

  test.each(['gnu', 'pax', 'ustar', 'v7'])('is read as tar --format=%s makes it', async (format) => {
    execFileSync('tar', ['-C', folder, `--format=${format}`, '-cf', at('export.tar'), './extract']);
    expect((await verified('export.tar')).entries).toBe(0);
  });

  test('is read under a name that takes tar a header of its own', async () => {
    const name = 'n'.repeat(150);
    execFileSync('mv', [at('extract'), at(name)]);
    for (const format of ['gnu', 'pax']) {
      execFileSync('tar', ['-C', folder, `--format=${format}`, '-cf', at('export.tar'), name]);
      expect((await verified('export.tar')).entries).toBe(0);
    }
  });

  test.each([{ compress: false }, { compress: true }, { forceZip64Format: true }])(
    'is read from a zip with %j',
    async (given) => {
      writeFileSync(at('export.zip'), await zipped(given));
      expect((await verified('export.zip')).entries).toBe(0);
    },
  );

  test('names what lies in it and is none of the extract', async () => {
    writeFileSync(at('export.zip'), await zipped({}, [['__MACOSX/x', Buffer.from('')]]));
    expect((await verified('export.zip')).remarks.join()).toContain('does not name them: ../__MACOSX/x.');
  });
});

describe('a file of an unpacked extract', () => {
  test('stands for the extract', async () => {
    expect((await verified('extract/sheet.json')).completeness).toMatchObject({ state: 'complete' });
  });

  test('must be part of it', async () => {
    writeFileSync(at('extract/other.json'), '{}');
    expect(await failure('extract/other.json')).toBe(
      'other.json is not part of the extract beside it: the manifest does not name it.',
    );
    writeFileSync(at('extract/sheet.json'), '{"sheet":2}\n');
    expect(await failure('extract/sheet.json')).toContain('sheet.json is not the file that the log signed');
  });

  test('anywhere else is none of what can be verified', async () => {
    writeFileSync(at('letter.txt'), 'Dear auditor');
    await expect(verified('letter.txt')).rejects.toThrow('is none of what can be verified');
  });
});

describe('an archive that two programs may read in two ways', () => {
  test.each([
    ['two exports', [['b/checkpoint', Buffer.from('x\n')]], 'it holds more than one export'],
    ['one file twice', [['ab/events.jsonl', Buffer.from('x\n')]], 'it holds "ab/events.jsonl" twice'],
    ['names that differ by case alone', [['ab/Events.jsonl', Buffer.from('x\n')]], 'it holds "ab/Events.jsonl" twice'],
  ] as [string, [string, Buffer][], string][])('is not read: %s', async (_, more, why) => {
    writeFileSync(at('export.zip'), await zipped({}, more));
    expect(await failure('export.zip')).toBe(`The archive ${at('export.zip')} cannot be read: ${why}.`);
  });

  test('is not read: a name that leads out of the folder', async () => {
    const bytes = await zipped();
    for (let i = bytes.indexOf('ab/events'); i >= 0; i = bytes.indexOf('ab/events')) bytes.write('..', i);
    writeFileSync(at('export.zip'), bytes);
    expect(await failure('export.zip')).toContain(
      'it holds a file that would be unpacked elsewhere, "../events.jsonl"',
    );
  });

  test('is not read: a name before the file and another in the directory', async () => {
    const bytes = await zipped();
    bytes.write('ac', bytes.indexOf('ab/events'));
    writeFileSync(at('export.zip'), bytes);
    expect(await failure('export.zip')).toContain('it calls one file "ab/events.jsonl" and "ac/events.jsonl"');
  });

  test('is not read: a link in a tar', async () => {
    symlinkSync('/etc/passwd', at('extract/link'));
    execFileSync('tar', ['-C', folder, '-cf', at('export.tar'), 'extract']);
    expect(await failure('export.tar')).toContain('"extract/link", which is not a plain file');
  });
});

describe('a damaged archive', () => {
  test('is not read: a file that is larger than it says is not inflated to its end', async () => {
    const bytes = await zipped({}, [['ab/zeros', Buffer.alloc(10_000_000)]]);
    const listed = bytes.lastIndexOf('ab/zeros') - 46;
    expect(bytes.readUInt32LE(listed + 24)).toBe(10_000_000);
    const manifest = bytes.lastIndexOf('ab/manifest') - 46;
    bytes.writeUInt32LE(10, manifest + 24);
    writeFileSync(at('export.zip'), bytes);
    expect(await failure('export.zip')).toContain('manifest: the archive says another size of it');
  });

  test('is not read: encrypted, or packed in another way', async () => {
    for (const [offset, value, why] of [
      [8, 1, 'in it is encrypted'],
      [10, 12, 'is packed in a way not known here'],
    ] as const) {
      const bytes = await zipped();
      bytes.writeUInt16LE(value, bytes.lastIndexOf('ab/manifest') - 46 + offset);
      writeFileSync(at('export.zip'), bytes);
      expect(await failure('export.zip')).toContain(why);
    }
  });

  test('is not read: cut off anywhere', async () => {
    await writeFile(at('whole.tar'), archiveOf('tar', at('extract'), 'x', time));
    const archives = [readFileSync(at('whole.tar')), await zipped()];
    for (const bytes of archives) {
      // The last blocks of a tar are empty.
      for (const part of [0.3, 0.5, 0.7]) {
        writeFileSync(at('cut'), bytes.subarray(0, Math.floor(bytes.length * part)));
        await failure('cut');
      }
    }
  });

  test('is none of what can be verified when it is empty', async () => {
    mkdirSync(at('nothing'));
    await writeFile(at('empty.zip'), archiveOf('zip', at('nothing'), 'x', time));
    await expect(verified('empty.zip')).rejects.toThrow('is no exported log');
  });
});
