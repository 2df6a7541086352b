import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

/** C2SP signed-note: a text, an empty line, then one line for each signature. */
export const ED25519 = 0x01;
/** A witness's timestamped cosignature (C2SP tlog-cosignature, cosignature/v1). */
export const COSIGNATURE = 0x04;

const KEY_ID_BYTES = 4;
const ED25519_KEY_BYTES = 32;
const ED25519_SIGNATURE_BYTES = 64;
const TIME_BYTES = 8;
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const CONTROL_CHARACTER = /[\x00-\x09\x0b-\x1f]/;
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

/** Thrown for a text that is no signed note, or for a signature of a known key that is wrong. */
export class NoteError extends Error {}

function rawKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX.length);
}

function keyIdOf(name: string, type: number, raw: Buffer): Buffer {
  const hash = createHash('sha256')
    .update(name, 'utf8')
    .update(Buffer.from([0x0a, type]))
    .update(raw);
  return hash.digest().subarray(0, KEY_ID_BYTES);
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
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text.trim());
  if (!match) throw new NoteError('A verifier key reads name+8 hexadecimal digits+base64.');
  const bytes = Buffer.from(match[3]!, 'base64');
  const type = bytes[0];
  if ((type !== ED25519 && type !== COSIGNATURE) || bytes.length !== 1 + ED25519_KEY_BYTES) {
    throw new NoteError(`The verifier key of ${match[1]} is not of a kind known here.`);
  }
  const publicKey = publicKeyOf(bytes.subarray(1));
  const key = verifierKey(match[1]!, type, publicKey);
  if (key.id.toString('hex') !== match[2]) throw new NoteError(`The key id of ${match[1]} does not belong to its key.`);
  return key;
}

function publicKeyOf(raw: Buffer): KeyObject {
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

function cosignedText(text: string, timeSeconds: number): string {
  return `cosignature/v1\ntime ${timeSeconds}\n${text}`;
}

/** The time of a cosignature, in seconds since 1970. */
export function cosignatureTime(signature: NoteSignature): number {
  return Number(signature.bytes.readBigUInt64BE(0));
}

export function formatSignature({ name, keyId, bytes }: NoteSignature): string {
  return `— ${name} ${Buffer.concat([keyId, bytes]).toString('base64')}\n`;
}

export function formatNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`;
}

/** Throws NoteError for what is not a signed note. Verifies nothing. */
export function parseNote(note: string): SignedNote {
  if (CONTROL_CHARACTER.test(note)) throw new NoteError('A signed note has no control characters but newlines.');
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new NoteError('A signed note has a text, an empty line and signatures.');
  if ([...note].some((character) => character < ' ' && character !== '\n')) {
    throw new NoteError('A signed note has no control characters.');
  }
  const lines = note.slice(end + 2, -1).split('\n');
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

export function parseSignature(line: string): NoteSignature {
  const match = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line);
  const bytes = Buffer.from(match?.[2] ?? '', 'base64');
  // Only one text for the same bytes: no bit of a signature line may change unseen.
  const isCanonical = bytes.toString('base64') === match?.[2];
  if (!match || !isCanonical || bytes.length <= KEY_ID_BYTES)
    throw new NoteError('A signature line reads "— name base64".');
  return { name: match[1]!, keyId: bytes.subarray(0, KEY_ID_BYTES), bytes: bytes.subarray(KEY_ID_BYTES) };
}

export function isBy(signature: NoteSignature, key: VerifierKey): boolean {
  return signature.name === key.name && signature.keyId.equals(key.id);
}

export function isValidSignature(text: string, signature: NoteSignature, key: VerifierKey): boolean {
  if (!isBy(signature, key)) return false;
  if (key.type === ED25519) {
    return (
      signature.bytes.length === ED25519_SIGNATURE_BYTES &&
      verify(null, Buffer.from(text), key.publicKey, signature.bytes)
    );
  }
  if (signature.bytes.length !== TIME_BYTES + ED25519_SIGNATURE_BYTES) return false;
  const signed = Buffer.from(cosignedText(text, cosignatureTime(signature)));
  return verify(null, signed, key.publicKey, signature.bytes.subarray(TIME_BYTES));
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
