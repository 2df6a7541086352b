import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EMPTY_ROOT, HASH_BYTES } from '../../platform/tlog/merkle.js';
import {
  COSIGNATURE,
  formatPrivateKey,
  formatVerifierKey,
  newPrivateKey,
  parsePrivateKey,
  signer,
  type Signer,
} from '../../platform/tlog/signed-note.js';
import type { Tree } from './add-checkpoint.js';
import { readIfThere, writeDurably } from './durable-file.js';
import { FolderLock } from './folder-lock.js';

const NOTHING: Tree = { size: 0, root: EMPTY_ROOT };

/**
 * All that a witness is: its key (`key.pem`, and `vkey` to hand out) and its memory (`state.json`, the last tree that it
 * cosigned for each log). A witness that has forgotten must not sign, so a file that is damaged or missing stops the start.
 */
export class WitnessFolder {
  private constructor(
    private readonly path: string,
    private readonly lock: FolderLock,
    readonly signer: Signer,
    private readonly trees: Map<string, Tree>,
  ) {}

  /** Opens the folder, or makes it at the first start. Throws an Error that says what is wrong with it, or who has it. */
  static async open(path: string, name: string): Promise<WitnessFolder> {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const lock = FolderLock.take(path);
    try {
      // The memory first: a key without memory is one that has forgotten.
      const trees = await readTrees(path);
      return new WitnessFolder(path, lock, await readSigner(path, name), trees);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** What was cosigned last for this log: the empty tree, if nothing was. */
  known(origin: string): Tree {
    return this.trees.get(origin) ?? NOTHING;
  }

  /** When it returns, it is on disk. Throws what the file system says, a full disk for example; then nothing has changed. */
  async remember(origin: string, { size, root }: Tree): Promise<void> {
    this.lock.assertHeld();
    if (this.trees.get(origin)?.size === size) return;
    await writeTrees(this.path, new Map([...this.trees, [origin, { size, root }]]));
    // The commit point: from here on nothing smaller or different is cosigned for this log.
    this.trees.set(origin, { size, root });
  }

  close(): void {
    this.lock.release();
  }
}

async function readTrees(folder: string): Promise<Map<string, Tree>> {
  const path = join(folder, 'state.json');
  const text = await readIfThere(path);
  if (text !== undefined) return parseTrees(path, text);
  if ((await readIfThere(join(folder, 'key.pem'))) !== undefined) {
    throw new Error(`${path} is missing, but there is a key: this witness has forgotten what it cosigned. ${WAYS_OUT}`);
  }
  await writeTrees(folder, new Map());
  return new Map();
}

const WAYS_OUT = 'Put back the latest copy of the folder, or begin again in an empty one, which makes a new key.';

function parseTrees(path: string, text: string): Map<string, Tree> {
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, { size: number; root: string }>);
    return new Map(entries.map(([origin, { size, root }]) => [origin, treeOf(size, root)]));
  } catch (error) {
    throw new Error(`${path} is damaged (${(error as Error).message}). ${WAYS_OUT}`);
  }
}

function treeOf(size: number, rootText: string): Tree {
  const root = Buffer.from(rootText, 'base64');
  if (!Number.isSafeInteger(size) || size < 0 || root.length !== HASH_BYTES) throw new Error('not a size and a root');
  return { size, root };
}

/** `{ "<origin>": { "size": 12, "root": "<base64>" } }` */
async function writeTrees(folder: string, trees: ReadonlyMap<string, Tree>): Promise<void> {
  const entries = [...trees].map(([origin, { size, root }]) => [origin, { size, root: root.toString('base64') }]);
  await writeDurably(join(folder, 'state.json'), `${JSON.stringify(Object.fromEntries(entries))}\n`);
}

async function readSigner(folder: string, name: string): Promise<Signer> {
  const [keyPath, vkeyPath] = [join(folder, 'key.pem'), join(folder, 'vkey')];
  const known = (await readIfThere(vkeyPath))?.trim();
  let pem = await readIfThere(keyPath);
  if (pem === undefined) {
    if (known !== undefined) throw new Error(`${keyPath} is missing, the key of ${known}. ${WAYS_OUT}`);
    pem = formatPrivateKey(newPrivateKey());
    await writeDurably(keyPath, pem);
  }
  const found = signer(name, COSIGNATURE, privateKeyIn(keyPath, pem));
  const vkey = formatVerifierKey(found.key);
  if (known !== undefined && known !== vkey) {
    throw new Error(`The witness of ${folder} is ${known}, not ${vkey}: neither its name nor its key may change.`);
  }
  if (known === undefined) await writeDurably(vkeyPath, `${vkey}\n`);
  return found;
}

function privateKeyIn(path: string, pem: string): Signer['privateKey'] {
  try {
    return parsePrivateKey(pem);
  } catch (error) {
    throw new Error(`${path} is damaged: ${(error as Error).message} ${WAYS_OUT}`);
  }
}
