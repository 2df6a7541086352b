import { withFile } from '../../../test/fixtures/fec-file.js';
import { decode, detectEncoding } from './encoding.js';
import { FecError } from './fec-error.js';

const detect = (bytes: string | Uint8Array) => withFile(bytes, (path) => detectEncoding(path));
const latin1 = (text: string) => Buffer.from(text, 'latin1');

async function refusal(bytes: Uint8Array): Promise<FecError> {
  const error: unknown = await detect(bytes).catch((caught: unknown) => caught);
  if (!(error instanceof FecError)) throw new Error('not refused', { cause: error });
  return error;
}

describe('detectEncoding', () => {
  it('takes plain ASCII, UTF-8 and marked UTF-8 for UTF-8', async () => {
    expect(await detect('abc')).toBe('utf-8');
    expect(await detect('été 😀')).toBe('utf-8');
    expect(await detect('\ufeffété')).toBe('utf-8');
    expect(await detect('')).toBe('utf-8');
  });

  it('tells ISO 8859-15 and Windows-1252 apart by the bytes 0x80 to 0x9F, wherever they stand', async () => {
    const filler = 'x'.repeat(600_000);
    expect(await detect(latin1('caf\xe9'))).toBe('iso-8859-15');
    expect(await detect(latin1('caf\xe9 12 \x80'))).toBe('windows-1252');
    expect(await detect(latin1(`\x80${filler}\xe9`))).toBe('windows-1252');
    expect(await detect(latin1(`\xe9${filler}\x80`))).toBe('windows-1252');
    expect(await detect(latin1(`${filler}\xe9`))).toBe('iso-8859-15');
  });

  it('is not misled by a character on the border between two reads', async () => {
    for (const shift of [0, 1, 2, 3]) {
      expect(await detect('x'.repeat(256 * 1024 - 4 + shift) + '😀é')).toBe('utf-8');
    }
  });

  it('does not take a truncated character at the end for UTF-8', async () => {
    expect(await detect(Buffer.from('caf\u00e9').subarray(0, -1))).toBe('iso-8859-15');
    expect(await detect(Buffer.from('€').subarray(0, -1))).toBe('windows-1252');
  });

  it('refuses UTF-16', async () => {
    for (const mark of [
      [0xff, 0xfe],
      [0xfe, 0xff],
    ]) {
      expect(await refusal(Uint8Array.from([...mark, 0x4a, 0]))).toMatchObject({ reason: 'unknown-encoding', line: 1 });
    }
  });

  it('refuses a zero byte and names its line', async () => {
    expect(await refusal(latin1('a\r\nb\r\nc\0'))).toMatchObject({ reason: 'binary-file', line: 3, column: 1 });
    expect(await refusal(latin1('a\rb\0'))).toMatchObject({ reason: 'binary-file', line: 2 });
    expect(await refusal(latin1('\0'))).toMatchObject({ reason: 'binary-file', line: 1 });
    expect(await refusal(latin1('x\n'.repeat(300_000) + '\0'))).toMatchObject({ line: 300_001 });
  });

  it('refuses a UTF-8 mark before other bytes and names the line', async () => {
    const marked = (text: string) => latin1('\xef\xbb\xbf' + text);
    expect(await refusal(marked('a\nb\xe9\nc'))).toMatchObject({ reason: 'unknown-encoding', line: 2, column: 1 });
    expect(await refusal(marked('a\nb\nc\xc3'))).toMatchObject({ reason: 'unknown-encoding', line: 3 });
  });
});

describe('decode', () => {
  it('decodes Windows-1252', () => {
    const bytes = latin1('\x80\x82\x8a\x8c\x92\x99\x9c\x9f\xa4\xe9\xff');
    expect(decode(bytes, 'windows-1252')).toBe('€‚ŠŒ’™œŸ¤éÿ');
  });

  it('leaves the undefined bytes of Windows-1252 as control characters', () => {
    expect(decode(latin1('\x81\x8d\x8f\x90\x9d'), 'windows-1252')).toBe('\x81\x8d\x8f\x90\x9d');
  });

  it('decodes ISO 8859-15 as the platform does', () => {
    const printable = Uint8Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte < 0x80 || byte > 0x9f);
    expect(decode(Buffer.from(printable), 'iso-8859-15')).toBe(new TextDecoder('iso-8859-15').decode(printable));
  });
});
