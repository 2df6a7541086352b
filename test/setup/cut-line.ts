import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { DatabaseAddress } from '../../src/platform/database/address.js';

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
    private readonly far: DatabaseAddress,
  ) {}

  /** To the server of that address; a server that listens on a socket gets a line whose end is one, at `path`. */
  static async to(far: DatabaseAddress, path: string): Promise<CutLine> {
    const server = createServer();
    const line = new CutLine(server, far);
    const { socketPath, host, port = 3306 } = far;
    server.on('connection', (near) =>
      line.join(near, socketPath === undefined ? connect(port, host) : connect(socketPath)),
    );
    const where = socketPath === undefined ? { host: '127.0.0.1', port: 0 } : { path };
    await new Promise<void>((done) => server.listen(where, done));
    return line;
  }

  /** Where the server is found over this line. */
  get address(): DatabaseAddress {
    const at = this.server.address() as string | AddressInfo;
    if (typeof at === 'string') return { ...this.far, socketPath: at };
    return { ...this.far, host: at.address, port: at.port };
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
        const fate = packet[HEADER_BYTES] === COM_QUERY ? this.fate(statementOf(packet)) : 'arrives';
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

/** MySQL, unlike MariaDB, is told before the statement how many attributes it has: none, in one set. */
function statementOf(packet: Buffer): string {
  const hasAttributes = packet[HEADER_BYTES + 1] === 0;
  return packet.toString('utf8', HEADER_BYTES + (hasAttributes ? 3 : 1));
}

function firstPacket(bytes: Buffer): Buffer | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const length = HEADER_BYTES + bytes.readUIntLE(0, 3);
  return bytes.length < length ? undefined : bytes.subarray(0, length);
}
