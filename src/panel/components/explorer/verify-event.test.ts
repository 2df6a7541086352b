import { createHash, randomBytes } from 'node:crypto';
import { formatCheckpoint } from '../../../platform/tlog/checkpoint.js';
import { inclusionProof, leafHash, nodeHash, rootOf, type NodeReader } from '../../../platform/tlog/merkle.js';
import {
  cosign,
  COSIGNATURE,
  ED25519,
  formatNote,
  formatVerifierKey,
  newPrivateKey,
  parseNote,
  signer,
  signText,
} from '../../../platform/tlog/signed-note.js';
import type { EventView } from '../../explorer/explorer-views.js';
import { readOwnKeys, verifyEvent } from './verify-event.js';

type Evidence = Parameters<typeof verifyEvent>[0];

const log = signer('log.example', ED25519, newPrivateKey());
const witness = signer('witness.example', COSIGNATURE, newPrivateKey());
const SIZE = 37;
const ID = 'the-event';
const salt = randomBytes(16);
const details = '{"ip":"192.0.2.7"}';
const digest = `sha256:${createHash('sha256').update(salt).update(details).digest('hex')}`;

async function evidenceOf(index: number): Promise<Evidence> {
  const entries = Array.from({ length: SIZE }, (_, i) =>
    Buffer.from(i === index ? JSON.stringify({ id: ID, data: { request: { digest } } }) : `entry ${i}`),
  );
  const node: NodeReader = async (level, at) =>
    level === 0 ? leafHash(entries[at]!) : nodeHash(await node(level - 1, at * 2), await node(level - 1, at * 2 + 1));
  const text = formatCheckpoint({ origin: 'log.example', size: SIZE, root: await rootOf(SIZE, node) });
  const checkpoint = formatNote({ text, signatures: [signText(text, log), cosign(text, 1_700_000_000, witness)] });
  const hashes = (await inclusionProof(index, SIZE, node)).map((hash) => hash.toString('base64'));
  return {
    id: ID,
    bytes: entries[index]!.toString('base64'),
    proof: { index, size: SIZE, hashes, checkpoint, text: '' },
    keys: { log: [formatVerifierKey(log.key)], witnesses: [formatVerifierKey(witness.key)] },
    personal: { state: 'kept', salt: salt.toString('base64'), details },
  };
}

const outcome = async (evidence: Evidence) =>
  (await verifyEvent(evidence)).map(({ name, state }) => `${name} ${state}`);
const failed = async (evidence: Evidence) =>
  (await verifyEvent(evidence)).filter(({ state }) => state === 'failed').map(({ name }) => name);

/** Changes one byte of what base64 stands for. */
function bent(base64: string, at = 0): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[at]! ^= 1;
  return bytes.toString('base64');
}

describe('an event in the browser', () => {
  test.each([0, 1, 20, 35, 36])('verifies at leaf %i', async (index) => {
    expect(await outcome(await evidenceOf(index))).toEqual([
      'event passed',
      'personal passed',
      'leaf passed',
      'path passed',
      'key passed',
      'signature passed',
      'key passed',
      'cosignature passed',
    ]);
  });

  test('fails by every byte of it that is changed', async () => {
    const good = await evidenceOf(5);
    for (let at = 0; at < Buffer.from(good.bytes, 'base64').length; at++) {
      expect(await failed({ ...good, bytes: bent(good.bytes, at) })).toContain('path');
    }
  });

  test('fails by a changed hash of its path, one too few, one too many, or another place', async () => {
    const good = await evidenceOf(5);
    const { hashes } = good.proof!;
    const paths = [
      ...hashes.map((hash, i) => hashes.with(i, bent(hash, 31))),
      hashes.slice(1),
      [...hashes, hashes[0]!],
      hashes.with(0, 'AAAA'),
    ];
    for (const path of paths)
      expect(await failed({ ...good, proof: { ...good.proof!, hashes: path } })).toEqual(['path']);
    for (const index of [4, 6, SIZE, -1, 1.5]) {
      expect(await failed({ ...good, proof: { ...good.proof!, index } })).toEqual(['path']);
    }
  });

  test('fails by a changed root, at the path and at every signature', async () => {
    const good = await evidenceOf(5);
    const lines = good.proof!.checkpoint.split('\n');
    const checkpoint = lines.with(2, bent(lines[2]!)).join('\n');
    expect(await failed({ ...good, proof: { ...good.proof!, checkpoint } })).toEqual([
      'path',
      'signature',
      'cosignature',
    ]);
  });

  test('fails by a changed or missing signature of the log, and by a changed cosignature', async () => {
    const good = await evidenceOf(5);
    const lines = good.proof!.checkpoint.split('\n');
    const bentLine = (line: string) => line.replace(/ (\S+)$/, (_, base64: string) => ` ${bent(base64, 40)}`);
    const of = (changed: string[]) => ({ ...good, proof: { ...good.proof!, checkpoint: changed.join('\n') } });
    expect(await failed(of(lines.with(4, bentLine(lines[4]!))))).toEqual(['signature']);
    expect(await failed(of(lines.toSpliced(4, 1)))).toEqual(['signature']);
    expect(await failed(of(lines.with(5, bentLine(lines[5]!))))).toEqual(['cosignature']);
    expect(await failed(of(['nonsense']))).toEqual(['path']);
  });

  test('another key is a stranger, and a key under a wrong id is told', async () => {
    const good = await evidenceOf(5);
    const other = formatVerifierKey(signer('log.example', ED25519, newPrivateKey()).key);
    expect(await failed({ ...good, keys: { ...good.keys, log: [other] } })).toEqual(['signature']);
    const [name, id] = good.keys.log[0]!.split('+');
    const swapped = [name, id, other.split('+').slice(2).join('+')].join('+');
    expect(await failed({ ...good, keys: { ...good.keys, log: [swapped] } })).toEqual(['key', 'signature']);
  });

  test('a witness whose key is not known is named, and counts neither way', async () => {
    const good = await evidenceOf(5);
    expect((await outcome({ ...good, keys: { ...good.keys, witnesses: [] } })).at(-1)).toBe('cosignature unchecked');
  });

  describe('with keys that the reviewer has brought', () => {
    const results = async (evidence: Evidence, own: readonly string[]) =>
      (await verifyEvent(evidence, own)).map(({ name, state }) => `${name} ${state}`);
    const ours = [formatVerifierKey(log.key), formatVerifierKey(witness.key)];

    test('says that they are those of the server, and verifies with them', async () => {
      const good = await evidenceOf(5);
      const said = await results(good, ours);
      expect(said).toEqual(expect.arrayContaining(['own passed', 'signature passed', 'cosignature passed']));
      expect(said.filter((each) => each === 'own passed')).toHaveLength(2);
    });

    test("does not take the server's word for another key", async () => {
      const stranger = signer('log.example', ED25519, newPrivateKey());
      const good = await evidenceOf(5);
      const said = await results(good, [formatVerifierKey(stranger.key)]);
      expect(said).toEqual(expect.arrayContaining(['own failed', 'signature failed']));
      // A server that signs with a key of its own and says that it is the log's.
      const { text, signatures } = parseNote(good.proof!.checkpoint);
      const resigned = formatNote({ text, signatures: [signText(text, stranger), signatures[1]!] });
      const forged: Evidence = {
        ...good,
        proof: { ...good.proof!, checkpoint: resigned },
        keys: { ...good.keys, log: [formatVerifierKey(stranger.key)] },
      };
      expect(await failed(forged)).toEqual([]);
      expect(await results(forged, ours)).toEqual(expect.arrayContaining(['own failed', 'signature failed']));
    });

    test('asks for the cosignature of a witness whose key was brought', async () => {
      const other = signer('other.example', COSIGNATURE, newPrivateKey());
      expect(await results(await evidenceOf(5), [formatVerifierKey(other.key)])).toContain('cosignature failed');
    });

    test('reads what was pasted, with all that stands around it', () => {
      expect(readOwnKeys(`\n  ${ours[0]!}\r\n${ours[1]!} `)).toEqual(ours);
      expect(readOwnKeys('')).toEqual([]);
      expect(readOwnKeys(`${ours[0]!} nonsense`)).toBeNull();
    });
  });

  test('changed personal details are found, erased ones are no matter', async () => {
    const good = await evidenceOf(5);
    const personal: EventView['personal'] = {
      state: 'kept',
      salt: salt.toString('base64'),
      details: '{"ip":"192.0.2.8"}',
    };
    expect(await failed({ ...good, personal })).toEqual(['personal']);
    expect(await failed({ ...good, personal: { state: 'erased' } })).toEqual([]);
  });

  test("another event's bytes are not those asked for", async () => {
    expect(await failed({ ...(await evidenceOf(5)), id: 'another' })).toEqual(['event']);
  });
});
