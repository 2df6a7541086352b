import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import {
  COSIGNATURE,
  cosignedText,
  ED25519,
  keyIdInput,
  NoteError,
  readNote,
  readSignature,
  readVerifierKey,
  signedMessage,
  timeOfCosignature,
  type SignatureText,
} from './note-text.js';

/** C2SP signed-note: a text, an empty line, then one line for each signature. */
export { COSIGNATURE, ED25519, NoteError };

const KEY_ID_BYTES = 4;
const TIME_BYTES = 8;
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const NAME = /^[^\s+]+$/u;

/** What one may verify with: `name+hash+key` in text. */
export interface VerifierKey {
  readonly name: string;
  readonly type: typeof ED25519 | typeof COSIGNATURE;
  /** The first four bytes of SHA-256(name ‖ 0A ‖ type ‖ public key). */
  readonly id: Buffer;
  readonly publicKey: KeyObject;
}

export interface Signer {
  readonly key: VerifierKey;
  readonly privateKey: KeyObject;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Buffer;
  /** What follows the key id: 64 bytes of Ed25519, or 8 of time and 64 of it for a cosignature. */
  readonly bytes: Buffer;
}

export interface SignedNote {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

function rawKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX.length);
}

function keyIdOf(name: string, type: VerifierKey['type'], raw: Buffer): Buffer {
  return createHash('sha256')
    .update(keyIdInput(name, type, raw))
    .digest()
    .subarray(0, KEY_ID_BYTES);
}

export function verifierKey(name: string, type: VerifierKey['type'], publicKey: KeyObject): VerifierKey {
  if (!NAME.test(name)) throw new NoteError(`"${name}" is not a key name: it may hold neither spaces nor "+".`);
  return { name, type, id: keyIdOf(name, type, rawKey(publicKey)), publicKey };
}

/** `name+hex(key id)+base64(type ‖ public key)`. */
export function formatVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.from([type]), rawKey(publicKey)]).toString('base64')}`;
}

/** Throws NoteError for a text that is none, or whose key id does not fit its key. */
export function parseVerifierKey(text: string): VerifierKey {
  const { name, id, type, key: raw } = readVerifierKey(text);
  const key = verifierKey(name, type, publicKeyOf(raw));
  if (key.id.toString('hex') !== id) throw new NoteError(`The key id of ${name} does not belong to its key.`);
  return key;
}

function publicKeyOf(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
}

export function newPrivateKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

export function formatPrivateKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Throws NoteError for anything but an Ed25519 private key in PEM (PKCS #8). */
export function parsePrivateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below, without the key in the message.
  }
  throw new NoteError('The private key must be Ed25519, in PEM (PKCS #8).');
}

export function signer(name: string, type: VerifierKey['type'], privateKey: KeyObject): Signer {
  return { key: verifierKey(name, type, createPublicKey(privateKey)), privateKey };
}

/** Signs a text with a plain Ed25519 key. */
export function signText(text: string, { key, privateKey }: Signer): NoteSignature {
  return { name: key.name, keyId: key.id, bytes: sign(null, Buffer.from(text, 'utf8'), privateKey) };
}

/** Cosigns a checkpoint's body at a time in whole seconds since 1970. */
export function cosign(text: string, timeSeconds: number, { key, privateKey }: Signer): NoteSignature {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(BigInt(timeSeconds));
  const signature = sign(null, Buffer.from(cosignedText(text, timeSeconds), 'utf8'), privateKey);
  return { name: key.name, keyId: key.id, bytes: Buffer.concat([time, signature]) };
}

/** The time of a cosignature, in seconds since 1970. */
export function cosignatureTime(signature: NoteSignature): number {
  return timeOfCosignature(signature.bytes);
}

export function formatSignature({ name, keyId, bytes }: NoteSignature): string {
  return `— ${name} ${Buffer.concat([keyId, bytes]).toString('base64')}\n`;
}

export function formatNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`;
}

/** Throws NoteError for what is not a signed note. Verifies nothing. */
export function parseNote(note: string): SignedNote {
  const { text, signatures } = readNote(note);
  return { text, signatures: signatures.map(inBuffers) };
}

export function parseSignature(line: string): NoteSignature {
  return inBuffers(readSignature(line));
}

function inBuffers({ name, keyId, bytes }: SignatureText): NoteSignature {
  return { name, keyId: Buffer.from(keyId), bytes: Buffer.from(bytes) };
}

export function isBy(signature: NoteSignature, key: VerifierKey): boolean {
  return signature.name === key.name && signature.keyId.equals(key.id);
}

export function isValidSignature(text: string, signature: NoteSignature, key: VerifierKey): boolean {
  const signed = isBy(signature, key) ? signedMessage(key.type, text, Uint8Array.from(signature.bytes)) : null;
  return signed !== null && verify(null, Buffer.from(signed.message), key.publicKey, signed.signature);
}

/**
 * The keys that signed the note. Signatures of unknown keys are ignored; a wrong one of a known key throws NoteError, and
 * so does a note that none of the keys signed.
 */
export function verifyNote({ text, signatures }: SignedNote, keys: readonly VerifierKey[]): VerifierKey[] {
  const signedBy = new Set<VerifierKey>();
  for (const signature of signatures) {
    const key = keys.find((known) => isBy(signature, known));
    if (!key) continue;
    if (!isValidSignature(text, signature, key)) throw new NoteError(`The signature of ${key.name} is wrong.`);
    signedBy.add(key);
  }
  if (signedBy.size === 0) throw new NoteError('The note is signed by none of the known keys.');
  return [...signedBy];
}
