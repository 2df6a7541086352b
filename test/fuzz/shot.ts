import { Agent, request, type IncomingMessage } from 'node:http';

/** One request as it goes out. */
export interface Shot {
  readonly who: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** The connection breaks off before the body is whole: there is no answer. */
  readonly isCut?: boolean;
}

export interface Hit {
  /** Undefined where there was no answer. */
  readonly status?: number;
  readonly headers: IncomingMessage['headers'];
  /** The beginning of the body. */
  readonly text: string;
  readonly ms: number;
  /** Why there was no answer. */
  readonly trouble?: string;
}

export const ANSWER_MS_MAX = 10_000;
const TEXT_MAX = 2_000_000;
/** Long enough for what was sent to arrive, short beside everything else. */
const CUT_AFTER_MS = 30;

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends it and waits for the answer, for ten seconds at most. */
export function fire(url: string, shot: Shot): Promise<Hit> {
  const { hostname, port } = new URL(url);
  const began = performance.now();
  return new Promise((resolve) => {
    const end = (hit: Omit<Hit, 'ms'>) => {
      clearTimeout(timer);
      resolve({ ...hit, ms: performance.now() - began });
    };
    const lost = (trouble: string) => end({ headers: {}, text: '', trouble });
    const length = (shot.body?.length ?? 0) + (shot.isCut ? 1_000 : 0);
    const sent = request(
      {
        ...(shot.isCut ? { agent: false as const } : { agent }),
        host: hostname,
        port,
        method: shot.method,
        path: shot.path,
        headers: { ...shot.headers, ...((shot.body || shot.isCut) && { 'Content-Length': String(length) }) },
      },
      (answer) =>
        void readText(answer).then((text) => end({ status: answer.statusCode, headers: answer.headers, text })),
    );
    const timer = setTimeout(() => {
      lost(`no answer within ${ANSWER_MS_MAX / 1_000} s`);
      sent.destroy();
    }, ANSWER_MS_MAX);
    sent.on('error', (error) => lost(error.message));
    if (!shot.isCut) return void sent.end(shot.body);
    sent.write(shot.body ?? 'x');
    setTimeout(() => {
      lost('cut');
      sent.destroy();
    }, CUT_AFTER_MS);
  });
}

async function readText(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      if (length < TEXT_MAX) parts.push(part);
      length += part.length;
    }
  } catch {
    // Broken off by the server: what came is the answer.
  }
  return Buffer.concat(parts).toString('utf8').slice(0, TEXT_MAX);
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A line for a shell that sends the same; bytes that a shell cannot hold come from printf. */
export function curlOf(url: string, { method, path, headers, body, isCut }: Shot): string {
  const parts = ['curl', '-sv', '--path-as-is', '-X', method];
  for (const [name, value] of Object.entries(headers)) parts.push('-H', quoted(`${name}: ${value}`));
  if (isCut) parts.push('--max-time', '0.1', '-H', quoted(`Content-Length: ${(body?.length ?? 0) + 1_000}`));
  if (body) parts.push('--data-binary', '@-');
  const line = [...parts, quoted(url + path)].join(' ');
  return body ? `printf '%b' ${quoted(escaped(body))} | ${line}` : line;
}

const escaped = (body: Buffer) =>
  [...body]
    .map((byte) => {
      const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x5c;
      return isPlain ? String.fromCharCode(byte) : `\\0${byte.toString(8).padStart(3, '0')}`;
    })
    .join('');
