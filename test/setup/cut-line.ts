import { connect, createServer, type Server, type Socket } from 'node:net';

/** What happens to a statement on its way: it arrives, or the line breaks before it does, or after, with its answer lost. */
export type Fate = 'arrives' | 'cut-before' | 'cut-after';

const HEADER_BYTES = 4;
const COM_QUERY = 0x03;

/**
 * A line to the real database that breaks at the statement of one's choice. It reads what the client sends (the packets of the
 * MySQL protocol: three bytes of length, one of sequence, then the command) and nothing else.
 */
export class CutLine {
  private readonly ends = new Set<Socket>();
  /** Asked for each statement of any connection. */
  fate: (sql: string) => Fate = () => 'arrives';
  /** Nobody gets through any more, new connections neither. */
  isDown = false;

  private constructor(
    private readonly server: Server,
    readonly path: string,
  ) {}

  static async to(socketPath: string, path: string): Promise<CutLine> {
    const server = createServer();
    const line = new CutLine(server, path);
    server.on('connection', (near) => line.join(near, connect(socketPath)));
    await new Promise<void>((done) => server.listen(path, done));
    return line;
  }

  close(): void {
    for (const end of this.ends) end.destroy();
    this.server.close();
  }

  private join(near: Socket, far: Socket): void {
    for (const end of [near, far]) {
      this.ends.add(end);
      end.on('error', () => undefined);
    }
    if (this.isDown) return void [near, far].forEach((end) => end.destroy());
    let [rest, isLost] = [Buffer.alloc(0), false];
    near.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      for (let packet = firstPacket(rest); packet && !isLost; packet = firstPacket(rest)) {
        rest = rest.subarray(packet.length);
        const fate =
          packet[HEADER_BYTES] === COM_QUERY ? this.fate(packet.toString('utf8', HEADER_BYTES + 1)) : 'arrives';
        if (fate === 'cut-before') return void [near, far].forEach((end) => end.destroy());
        isLost = fate === 'cut-after';
        far.write(packet);
      }
    });
    far.on('data', (bytes) => {
      // It was done, and nobody hears of it.
      if (isLost) [near, far].forEach((end) => end.destroy());
      else near.write(bytes);
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }
}

function firstPacket(bytes: Buffer): Buffer | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const length = HEADER_BYTES + bytes.readUIntLE(0, 3);
  return bytes.length < length ? undefined : bytes.subarray(0, length);
}
