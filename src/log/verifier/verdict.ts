/** What the verifier found: everything is as it should be. */
export interface Verdict {
  /** How many entries were verified, and of how many in the signed tree. */
  readonly entries: number;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** Who signed: the log, and each witness with when. */
  readonly signedBy: readonly string[];
  /** False when the log's key is the one that came with the log: then nothing says whose log it is. */
  readonly isLogKeyGiven: boolean;
  /** What a reviewer should know although nothing is wrong. */
  readonly remarks: readonly string[];
  /** The signed checkpoint, to be kept for a later comparison. */
  readonly checkpoint: string;
  /** Of an extract: whether it shows that it lacks nothing. */
  readonly completeness?: Completeness;
}

/** `unknown`: the extract was made without a manifest, and nothing says what it should hold. */
export type Completeness =
  | { readonly state: 'unknown' }
  | {
      readonly state: 'complete';
      /** What is proven, and what the log vouches for, sentence by sentence. */
      readonly says: readonly string[];
      /** What the log signed as its files. */
      readonly files: readonly string[];
    };

export interface VerifyOptions {
  /** Verifier keys known beforehand: the log's, witnesses'. A witness whose key is given must have cosigned. */
  readonly keys: readonly string[];
  /** How many of the witnesses whose keys are given must have cosigned; all of them where it is absent. */
  readonly quorum?: number;
  /** A checkpoint kept from before, as text. */
  readonly kept?: string;
  /** An extract that does not show that it is complete is not verified. */
  readonly mustBeComplete?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The log is not what it says. `entry` is the index of the first bad entry, where one is to blame. */
export class VerificationFailure extends Error {
  constructor(
    message: string,
    readonly entry?: number,
  ) {
    super(message);
  }
}

/** The entry, named by its index and by what can be read of it, and what is wrong with it. */
export function entryFailure(index: number, entry: Buffer | undefined, why: string): VerificationFailure {
  const name = entry && readableName(entry);
  return new VerificationFailure(`Entry ${index}${name ? ` (${name})` : ''}: ${why}.`, index);
}

/** Only what looks like an id is shown: the bytes may be anybody's, and the reader's terminal obeys some. */
function readableName(entry: Buffer): string {
  try {
    const { id, subject } = JSON.parse(entry.toString('utf8')) as { id?: unknown; subject?: unknown };
    const isShown = (text: unknown) => typeof text === 'string' && /^[\w/-]{1,100}$/.test(text);
    return [isShown(id) && `event ${String(id)}`, isShown(subject) && String(subject)].filter(Boolean).join(', ');
  } catch {
    return '';
  }
}

/** Reads, or fails with what could not be read. */
export function orFail<In, Out>(what: string, input: In, read: (input: In) => Out): Out {
  try {
    return read(input);
  } catch (error) {
    if (error instanceof VerificationFailure) throw error;
    throw new VerificationFailure(`${what}: ${(error as Error).message}`);
  }
}
