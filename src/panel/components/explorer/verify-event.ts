import {
  bytesOfBase64,
  COSIGNATURE,
  ED25519,
  hexOf,
  keyIdInput,
  readCheckpoint,
  readNote,
  readVerifierKey,
  signedMessage,
  timeOfCosignature,
  type Bytes,
  type NoteText,
  type SignatureText,
  type VerifierKeyText,
} from '../../../platform/tlog/note-text.js';
import { LEAF_PREFIX, NODE_PREFIX, sidesOfPath } from '../../../platform/tlog/proof-path.js';
import type { EventView } from '../../explorer/explorer-views.js';

/** What was recomputed, and how it came out. `unchecked`: this browser, or what is known here, does not allow it. */
export interface Step {
  readonly name: 'event' | 'personal' | 'own' | 'leaf' | 'path' | 'key' | 'signature' | 'cosignature';
  readonly state: 'passed' | 'failed' | 'unchecked';
  /** What the sentence speaks of. */
  readonly facts: Readonly<Record<string, string>>;
}

type Evidence = Pick<EventView, 'id' | 'bytes' | 'proof' | 'keys' | 'personal'>;

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const concat = (...parts: Uint8Array[]): Bytes => Uint8Array.from(parts.flatMap((part) => [...part]));
const sha256 = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const isEqual = (a: Uint8Array, b: Uint8Array) => hexOf(a) === hexOf(b);

/**
 * Recomputes in the browser, with its own cryptography and nothing from the server but the evidence, that the event's bytes
 * are in the tree whose root the log signed (RFC 6962, C2SP). Keys of the reviewer's own count in place of the server's. Never throws: what cannot be read has failed.
 */
export async function verifyEvent(evidence: Evidence, own: readonly string[] = []): Promise<Step[]> {
  const bytes = bytesOfBase64(evidence.bytes) ?? new Uint8Array();
  const steps = [eventStep(evidence, bytes), await personalStep(evidence, bytes), ...ownSteps(evidence, own)];
  const { proof } = evidence;
  if (proof) steps.push(...(await proofSteps(keysWith(own, evidence), proof, bytes).catch(() => [unreadable])));
  return steps.filter((step) => step !== null);
}

/** The keys that a reviewer has pasted, one a line; null when one of them is none. */
export function readOwnKeys(pasted: string): string[] | null {
  const keys = pasted.split(/\s+/).filter(Boolean);
  try {
    return keys.filter((key) => readVerifierKey(key));
  } catch {
    return null;
  }
}

/** Whether each pasted key is among those that this server gives. */
function ownSteps({ keys }: Evidence, own: readonly string[]): Step[] {
  const given = [...keys.log, ...keys.witnesses];
  return own.map((key) => verdict('own', given.includes(key), { key }));
}

interface Keys {
  readonly log: readonly string[];
  readonly witnesses: readonly string[];
  /** Witnesses that must have cosigned, since somebody brought their keys. */
  readonly required: readonly string[];
}

/** Pasted keys take the place of the server's, each kind of its own kind. */
function keysWith(own: readonly string[], { keys }: Evidence): Keys {
  const ofType = (wanted: number) => own.filter((key) => readVerifierKey(key).type === wanted);
  const [log, witnesses] = [ofType(ED25519), ofType(COSIGNATURE)];
  return {
    log: log.length > 0 ? log : keys.log,
    witnesses: witnesses.length > 0 ? witnesses : keys.witnesses,
    required: witnesses,
  };
}

export const leafHashOf = (bytes: Bytes) => sha256(concat(Uint8Array.of(LEAF_PREFIX), bytes));

const unreadable: Step = { name: 'path', state: 'failed', facts: {} };

const verdict = (name: Step['name'], holds: boolean, facts: Step['facts'] = {}): Step => ({
  name,
  state: holds ? 'passed' : 'failed',
  facts,
});

function eventStep({ id }: Evidence, bytes: Bytes): Step {
  return verdict('event', readEvent(bytes)?.id === id, { id });
}

/** The personal details lie beside the event, which holds the hash of them and of their salt. */
async function personalStep({ personal }: Evidence, bytes: Bytes): Promise<Step | null> {
  if (personal.state !== 'kept') return null;
  const salt = bytesOfBase64(personal.salt) ?? new Uint8Array();
  const digest = `sha256:${hexOf(await sha256(concat(salt, utf8(personal.details))))}`;
  return verdict('personal', readEvent(bytes)?.data?.request?.digest === digest);
}

interface ReadableEvent {
  readonly id?: unknown;
  readonly data?: { readonly request?: { readonly digest?: unknown } };
}

function readEvent(bytes: Bytes): ReadableEvent | null {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as ReadableEvent;
  } catch {
    return null;
  }
}

async function proofSteps(keys: Keys, proof: NonNullable<Evidence['proof']>, bytes: Bytes): Promise<Step[]> {
  const note = readNote(proof.checkpoint);
  const { origin, size, root } = readCheckpoint(note.text);
  const leaf = await leafHashOf(bytes);
  const computed = await rootFrom(leaf, proof.index, size, proof.hashes);
  return [
    { name: 'leaf', state: 'passed', facts: { hash: hexOf(leaf) } },
    verdict('path', computed !== null && isEqual(computed, root), { index: String(proof.index), size: String(size) }),
    ...(await logSteps(note, keys.log.map(knownKey), origin)),
    ...(await witnessSteps(note, keys.witnesses.map(knownKey), origin)),
    ...missingWitnesses(note, keys.required.map(knownKey)),
  ];
}

/** The root to which the leaf and the path lead; null when they lead to none. */
async function rootFrom(leaf: Bytes, index: number, size: number, hashes: readonly string[]): Promise<Bytes | null> {
  const path = hashes.map(bytesOfBase64);
  const isPlace = Number.isSafeInteger(index) && index >= 0 && index < size;
  const sides = isPlace ? sidesOfPath(index, size, path.length) : null;
  if (!sides) return null;
  let hash = leaf;
  for (const [i, part] of path.entries()) {
    if (part?.length !== leaf.length) return null;
    const [left, right] = sides[i] === 'left' ? [part, hash] : [hash, part];
    hash = await sha256(concat(Uint8Array.of(NODE_PREFIX), left, right));
  }
  return hash;
}

interface KnownKey extends VerifierKeyText {
  /** As it was handed to reviewers. */
  readonly text: string;
}

const knownKey = (text: string): KnownKey => ({ ...readVerifierKey(text), text });

/** Of the log's keys, which may have changed, one must have signed. */
async function logSteps(note: NoteText, keys: readonly KnownKey[], origin: string): Promise<Step[]> {
  const ofLog = keys.filter(({ type, name }) => type === ED25519 && name === origin);
  const signed = note.signatures.flatMap((signature) => {
    const key = ofLog.find((each) => isBy(signature, each));
    return key ? [{ key, signature }] : [];
  });
  if (signed.length === 0) return [verdict('signature', false, { name: origin })];
  const steps = signed.map(async ({ key, signature }) => [
    await keyStep(key),
    await signatureStep('signature', note.text, signature, key),
  ]);
  return (await Promise.all(steps)).flat();
}

/** Signatures of others than the log are witnesses': those whose key is known are verified, the others are named. */
async function witnessSteps(note: NoteText, keys: readonly KnownKey[], origin: string): Promise<Step[]> {
  const others = note.signatures.filter(({ name }) => name !== origin);
  const steps = others.map(async (signature): Promise<Step[]> => {
    const key = keys.find((each) => each.type === COSIGNATURE && isBy(signature, each));
    if (!key) return [{ name: 'cosignature', state: 'unchecked', facts: { name: signature.name } }];
    return [await keyStep(key), await signatureStep('cosignature', note.text, signature, key)];
  });
  return (await Promise.all(steps)).flat();
}

const missingWitnesses = (note: NoteText, required: readonly KnownKey[]): Step[] =>
  required
    .filter((key) => !note.signatures.some((signature) => isBy(signature, key)))
    .map(({ name }) => verdict('cosignature', false, { name }));

const isBy = ({ name, keyId }: SignatureText, key: KnownKey) => name === key.name && hexOf(keyId) === key.id;

/** A key's id is the beginning of its hash: what is shown of it to compare belongs to this very key. */
async function keyStep({ text, name, type, id, key }: KnownKey): Promise<Step> {
  const hash = await sha256(keyIdInput(name, type, key));
  return verdict('key', hexOf(hash.slice(0, 4)) === id, { key: text });
}

async function signatureStep(
  name: 'signature' | 'cosignature',
  text: string,
  { bytes }: SignatureText,
  key: KnownKey,
): Promise<Step> {
  const signed = signedMessage(key.type, text, bytes);
  const facts: Record<string, string> = { name: key.name };
  if (key.type === COSIGNATURE && signed) facts.at = isoOf(timeOfCosignature(bytes));
  if (!signed) return verdict(name, false, facts);
  const imported = await crypto.subtle.importKey('raw', key.key, 'Ed25519', false, ['verify']).catch(() => null);
  if (!imported) return { name, state: 'unchecked', facts };
  return verdict(name, await crypto.subtle.verify('Ed25519', imported, signed.signature, utf8(signed.message)), facts);
}

const LAST_DATE_SECONDS = 8.64e12;
const isoOf = (seconds: number) => new Date(Math.min(seconds, LAST_DATE_SECONDS) * 1000).toISOString();
