import { connect } from 'node:net';

/** What a server said on a plain connection. */
export interface WireAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are, where no HTTP client would send them. Undefined where the server says nothing. */
export function sendOnTheWire(url: string, bytes: string | Buffer): Promise<WireAnswer | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const [head = '', ...body] = text.split('\r\n\r\n');
      const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
      resolve(status ? { status: Number(status), head, body: body.join('\r\n\r\n') } : undefined);
    });
    socket.write(bytes);
  });
}

/** Begins to send; the returned function breaks off, as a browser does whose tab is closed. */
export function beginToSend(url: string, bytes: string): () => void {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(bytes);
  return () => socket.destroy();
}
