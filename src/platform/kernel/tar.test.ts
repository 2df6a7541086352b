import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tarHeader } from './tar.js';

const GIB = 1024 ** 3;

describe('the header of a file in a tar archive', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tar-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test.each([0, 1, 8 * GIB - 1, 8 * GIB, 9 * GIB + 7, 1_000 * GIB])('of %d bytes is read by tar', (size) => {
    const path = join(folder, 'one.tar');
    const header = tarHeader('export/events.jsonl', size, new Date('2026-01-31T12:00:00Z'));
    writeFileSync(path, header);
    // The bytes themselves are a hole in the file, which takes no room.
    truncateSync(path, header.length + Math.ceil(size / 512) * 512 + 1_024);
    const listed = execFileSync('tar', ['--list', '--verbose', '--file', path], { encoding: 'utf8' });
    expect(listed).toMatch(new RegExp(` ${size} 2026-01-31 .* export/events\\.jsonl\\n$`));
  });
});
