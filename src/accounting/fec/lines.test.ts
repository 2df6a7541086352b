import fc from 'fast-check';
import { withFile } from '../../../test/fixtures/fec-file.js';
import { LINE_BYTES_MAX, readLines } from './lines.js';

interface AllLines {
  lines: string[];
  overlong: boolean;
}

/** All lines of the content; checks on the way that the blocks number them without gaps. */
function linesOf(content: string): Promise<AllLines> {
  return withFile(content, async (path) => {
    const all: AllLines = { lines: [], overlong: false };
    for await (const block of readLines(path, 'utf-8')) {
      expect(block.firstLine).toBe(all.lines.length + 1);
      expect(all.overlong).toBe(false);
      all.lines.push(...block.lines);
      all.overlong = block.overlong;
    }
    return all;
  });
}

describe('readLines', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\r\n', ['a']],
    ['a\r', ['a']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\nc\r\n', ['a', 'b', 'c']],
    ['a\rb\rc\r', ['a', 'b', 'c']],
    ['a\n\n\n', ['a', '', '']],
    ['\n', ['']],
    ['a\nb\rc\n', ['a', 'b\rc']],
    ['a\rb\nc', ['a', 'b\nc']],
  ])('cuts %j', async (content, lines) => expect(await linesOf(content)).toEqual({ lines, overlong: false }));

  it('gives back the lines it was given, across blocks of the file', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀'), maxLength: 3000 });
    const lines = fc.array(line, { minLength: 1, maxLength: 40 }).map((all) => [...all, 'end']);
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), async (all, end, isEnded) => {
        expect(await linesOf(all.join(end) + (isEnded ? end : ''))).toEqual({ lines: all, overlong: false });
      }),
      { numRuns: 50 },
    );
  });

  it('allows lines of exactly the limit', async () => {
    const full = 'x'.repeat(LINE_BYTES_MAX);
    expect(await linesOf(`a\r\n${full}\r\nb`)).toEqual({ lines: ['a', full, 'b'], overlong: false });
    const accents = 'é'.repeat(LINE_BYTES_MAX / 2);
    expect(await linesOf(`a\r\n${accents}`)).toEqual({ lines: ['a', accents], overlong: false });
  });

  it.each([
    ['at the start', '', ''],
    ['at the end', 'a\nb\n', ''],
    ['between', 'a\nb\n', '\nc\n'],
  ])('stops after a line over the limit %s', async (_, before, after) => {
    for (const long of ['x'.repeat(LINE_BYTES_MAX + 1), 'é'.repeat(LINE_BYTES_MAX / 2) + 'x', 'x'.repeat(1_000_000)]) {
      const { lines, overlong } = await linesOf(before + long + after);
      expect(overlong).toBe(true);
      expect(lines.length).toBe(before.split('\n').length);
    }
  });
});
