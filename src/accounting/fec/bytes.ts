import { open } from 'node:fs/promises';

interface ByteSource {
  path: string;
  /** Bytes read at a time. */
  size: number;
  /** How many of these bytes may be used now; the others come again, in front of the next ones. */
  cut: (bytes: Buffer) => number;
  signal?: AbortSignal | undefined;
}

/**
 * The bytes of a file from its start, piece by piece. At the end of the file, and where `cut` finds nothing to use
 * in `size` bytes, a piece is handed on uncut. The next piece overwrites it: copy what must last.
 */
export async function* readBytes({ path, size, cut, signal }: ByteSource): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    // One buffer for all: a fresh one for each piece would cost more than the reading.
    const buffer = Buffer.allocUnsafe(size);
    let filled = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, filled, size - filled);
      filled += bytesRead;
      const isUncut = bytesRead === 0 || filled === size;
      const usable = (bytesRead === 0 ? 0 : cut(buffer.subarray(0, filled))) || (isUncut ? filled : 0);
      if (usable > 0) yield buffer.subarray(0, usable);
      if (bytesRead === 0) return;
      buffer.copyWithin(0, usable, filled);
      filled -= usable;
    }
  } finally {
    await file.close();
  }
}
