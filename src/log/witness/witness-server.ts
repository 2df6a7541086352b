import { isUtf8 } from 'node:buffer';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { now, SECOND_MS } from '../../platform/kernel/clock.js';
import {
  cosign,
  formatNote,
  formatSignature,
  formatVerifierKey,
  NoteError,
  type VerifierKey,
} from '../../platform/tlog/signed-note.js';
import {
  parseAddCheckpoint,
  refusalOfNote,
  refusalOfTree,
  type AddCheckpoint,
  type Refusal,
} from './add-checkpoint.js';
import type { WitnessFolder } from './witness-folder.js';

/** A proof of 63 lines and a checkpoint with 16 signatures of the largest kind there is (5 kB before base64). */
const BODY_BYTES_MAX = 128 * 1024;
/** A stranger may send slowly, not for ever. */
const REQUEST_MS_MAX = 10 * SECOND_MS;
const CONNECTIONS_MAX = 200;

export interface Witness {
  readonly folder: WitnessFolder;
  /** The verifier keys of the logs that it watches; several of one name while a log changes its key. */
  readonly logs: readonly VerifierKey[];
  /** Told in a line what was refused, or what failed. */
  readonly log: (line: string) => void;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** C2SP tlog-witness over plain HTTP: `POST /add-checkpoint`; `GET /vkey` tells its own key, `GET /healthz` that it lives. */
export function createWitnessServer(witness: Witness): Server {
  const limits = {
    requestTimeout: REQUEST_MS_MAX,
    headersTimeout: REQUEST_MS_MAX,
    connectionsCheckingInterval: SECOND_MS,
  };
  const inTurn = takingTurns();
  const server = createServer(limits, (request, response) => {
    answerOf(witness, inTurn, request)
      .catch((error: unknown): Answer => {
        if (!request.complete) return refuse(witness, { status: 400, why: 'The request was cut off.' });
        witness.log(printable(`failed: ${(error as Error).message}`));
        return { status: 500, text: 'Nothing was signed: the witness failed.' };
      })
      .then((answer) => send(response, answer))
      .catch(() => response.destroy());
  });
  server.maxConnections = CONNECTIONS_MAX;
  return server;
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** One after the other; one that fails does not stop the next. */
function takingTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function answerOf(witness: Witness, inTurn: InTurn, request: IncomingMessage): Promise<Answer> {
  const path = request.url?.split('?')[0];
  if (path === '/add-checkpoint') {
    if (request.method === 'POST') return addCheckpoint(witness, inTurn, request);
    return { status: 405, text: 'POST it.', headers: { Allow: 'POST' } };
  }
  if (request.method === 'GET' && path === '/vkey') {
    return { status: 200, text: formatVerifierKey(witness.folder.signer.key) };
  }
  if (request.method === 'GET' && path === '/healthz') return { status: 200, text: 'ok' };
  return { status: 404, text: 'There is nothing here but POST /add-checkpoint, GET /vkey and GET /healthz.' };
}

async function addCheckpoint(witness: Witness, inTurn: InTurn, request: IncomingMessage): Promise<Answer> {
  const body = await readBody(request);
  if (body === undefined) {
    return refuse(witness, { status: 413, why: `A request has at most ${BODY_BYTES_MAX} bytes.` });
  }
  const ask = parse(body);
  if ('status' in ask) return refuse(witness, ask);
  const refusal = refusalOfNote(ask, witness.logs);
  if (refusal) return refuse(witness, refusal, ask);
  // Only the decision waits its turn: whoever sends slowly holds up nobody.
  return inTurn(() => decide(witness, ask));
}

/** Undefined when it is too long: read to its end but not kept, as who still sends hears no answer. Throws when cut off. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes <= BODY_BYTES_MAX ? Buffer.concat(chunks) : undefined;
}

function parse(body: Buffer): AddCheckpoint | Refusal {
  if (!isUtf8(body)) return { status: 400, why: 'The request is not UTF-8.' };
  try {
    return parseAddCheckpoint(body.toString('utf8'));
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    return { status: 400, why: error.message };
  }
}

/** Compares, remembers, signs. Nobody else may do so in between, or two different successors could be cosigned. */
async function decide(witness: Witness, ask: AddCheckpoint): Promise<Answer> {
  const { folder } = witness;
  const { origin } = ask.checkpoint;
  const refusal = refusalOfTree(ask, folder.known(origin));
  if (refusal) return refuse(witness, refusal, ask);
  await folder.remember(origin, ask.checkpoint);
  const cosignature = cosign(ask.note.text, Math.floor(now().getTime() / SECOND_MS), folder.signer);
  return { status: 200, text: formatSignature(cosignature).trimEnd() };
}

function refuse(witness: Witness, { status, why, knownSize, isSuspicious }: Refusal, ask?: AddCheckpoint): Answer {
  const evidence = isSuspicious && ask ? ` Its signed words: ${JSON.stringify(signedWords(ask, witness.logs))}` : '';
  const origin = ask ? ` ${ask.checkpoint.origin}` : '';
  witness.log(printable(`refused${origin} with ${status}: ${why}${evidence}`));
  if (knownSize === undefined) return { status, text: why };
  return { status, text: String(knownSize), headers: { 'Content-Type': 'text/x.tlog.size' } };
}

/** The checkpoint with the log's own signatures: enough to show to others, and no longer than the log made it. */
function signedWords({ note, checkpoint }: AddCheckpoint, logs: readonly VerifierKey[]): string {
  const own = note.signatures.filter(
    ({ name, keyId }) => name === checkpoint.origin && logs.some(({ id }) => id.equals(keyId)),
  );
  return formatNote({ text: note.text, signatures: own });
}

/** On one line, whatever a stranger put into it. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}

function send(response: ServerResponse, { status, text, headers }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(`${text}\n`);
}
