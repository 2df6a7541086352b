const NEWLINE = 0x0a;

/**
 * The lines of a file's bytes, without their newline; one at a time, however large the file. Throws an Error for a
 * line of more than `bytesMax` bytes, and for a last line that no newline ends.
 */
export async function* linesOf(file: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of file) {
    const bytes = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      yield checked(bytes.subarray(from, end), bytesMax);
      from = end + 1;
    }
    rest = checked(bytes.subarray(from), bytesMax);
  }
  if (rest.length > 0) throw new Error('its last line is cut off');
}

function checked(line: Buffer, bytesMax: number): Buffer {
  if (line.length > bytesMax) throw new Error(`a line has more than ${bytesMax} bytes`);
  return line;
}
