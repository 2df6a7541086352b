import { HASH_BYTES } from './proof-path.js';

/**
 * The texts of C2SP signed-note, tlog-checkpoint and tlog-cosignature, read without Node's Buffer and without verifying
 * anything: what a browser verifies is read by the same rules as what the program does.
 */
export const ED25519 = 0x01;
/** A witness's timestamped cosignature (C2SP tlog-cosignature, cosignature/v1). */
export const COSIGNATURE = 0x04;
export type KeyType = typeof ED25519 | typeof COSIGNATURE;

export type Bytes = Uint8Array<ArrayBuffer>;

const KEY_ID_BYTES = 4;
const ED25519_KEY_BYTES = 32;
const ED25519_SIGNATURE_BYTES = 64;
const TIME_BYTES = 8;
const CONTROL_CHARACTER = /[\x00-\x09\x0b-\x1f]/;

/** Thrown for a text that is no signed note, or for a signature of a known key that is wrong. */
export class NoteError extends Error {}

export interface SignatureText {
  readonly name: string;
  readonly keyId: Bytes;
  /** What follows the key id: 64 bytes of Ed25519, or 8 of time and 64 of it for a cosignature. */
  readonly bytes: Bytes;
}

export interface NoteText {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly SignatureText[];
}

export interface VerifierKeyText {
  readonly name: string;
  /** Eight hexadecimal digits: of SHA-256(`keyIdInput`) the first four bytes. Not compared here. */
  readonly id: string;
  readonly type: KeyType;
  readonly key: Bytes;
}

export interface CheckpointText {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

/** Null for what is not base64 in its one canonical form: no bit of it may change unseen. */
export function bytesOfBase64(base64: string): Bytes | null {
  try {
    const binary = atob(base64);
    return btoa(binary) === base64 ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

export const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Throws NoteError for what is not a signed note. */
export function readNote(note: string): NoteText {
  if (CONTROL_CHARACTER.test(note)) throw new NoteError('A signed note has no control characters but newlines.');
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new NoteError('A signed note has a text, an empty line and signatures.');
  const lines = note.slice(end + 2, -1).split('\n');
  return { text: note.slice(0, end + 1), signatures: lines.map(readSignature) };
}

export function readSignature(line: string): SignatureText {
  const match = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line);
  const bytes = match && bytesOfBase64(match[2]!);
  if (!bytes || bytes.length <= KEY_ID_BYTES) throw new NoteError('A signature line reads "— name base64".');
  return { name: match[1]!, keyId: bytes.slice(0, KEY_ID_BYTES), bytes: bytes.slice(KEY_ID_BYTES) };
}

/** `name+hex(key id)+base64(type ‖ public key)`. Throws NoteError for a text that is none. */
export function readVerifierKey(text: string): VerifierKeyText {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text.trim());
  const bytes = match && bytesOfBase64(match[3]!);
  if (!bytes) throw new NoteError('A verifier key reads name+8 hexadecimal digits+base64.');
  const type = bytes[0];
  if ((type !== ED25519 && type !== COSIGNATURE) || bytes.length !== 1 + ED25519_KEY_BYTES) {
    throw new NoteError(`The verifier key of ${match[1]} is not of a kind known here.`);
  }
  return { name: match[1]!, id: match[2]!, type, key: bytes.slice(1) };
}

/** name ‖ 0A ‖ type ‖ public key: what a key's id is the hash of. */
export function keyIdInput(name: string, type: KeyType, key: Uint8Array): Bytes {
  return Uint8Array.from([...new TextEncoder().encode(name), 0x0a, type, ...key]);
}

/** Throws NoteError. Lines after the third are extensions, which are allowed and not used here; none may be empty. */
export function readCheckpoint(text: string): CheckpointText {
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.replace(/\n$/, '').split('\n');
  const size = /^(0|[1-9]\d{0,15})$/.test(sizeText) ? Number(sizeText) : NaN;
  const root = bytesOfBase64(rootText);
  const isWhole = text.endsWith('\n') && ![origin, ...extensions].includes('');
  if (!isWhole || !Number.isSafeInteger(size) || root?.length !== HASH_BYTES) {
    throw new NoteError('A checkpoint has an origin, a size and the base64 of a root hash, one a line.');
  }
  return { origin, size, root };
}

/** What a key of the type signs of a note's text, and the Ed25519 signature in a line's bytes; null when there is none. */
export function signedMessage(type: KeyType, text: string, bytes: Bytes): { message: string; signature: Bytes } | null {
  if (type === ED25519) return bytes.length === ED25519_SIGNATURE_BYTES ? { message: text, signature: bytes } : null;
  if (bytes.length !== TIME_BYTES + ED25519_SIGNATURE_BYTES) return null;
  return { message: cosignedText(text, timeOfCosignature(bytes)), signature: bytes.slice(TIME_BYTES) };
}

/** What a witness signs: the checkpoint's body with a time in whole seconds since 1970. */
export function cosignedText(text: string, timeSeconds: number): string {
  return `cosignature/v1\ntime ${timeSeconds}\n${text}`;
}

/** In seconds since 1970. */
export function timeOfCosignature(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0));
}
