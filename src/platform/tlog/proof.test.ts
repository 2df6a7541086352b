import fc from 'fast-check';
import { formatCheckpoint } from './checkpoint.js';
import { inclusionProof, leafHash, nodeHash, rootOf, type NodeReader } from './merkle.js';
import { formatProof, parseProof, verifyProof, type LogProof } from './proof.js';
import { COSIGNATURE, cosign, ED25519, formatNote, newPrivateKey, NoteError, signer, signText } from './signed-note.js';

const log = signer('log.example', ED25519, newPrivateKey());
const witness = signer('witness.example', COSIGNATURE, newPrivateKey());
const entryOf = (i: number) => Buffer.from(`entry ${i}`);

const node: NodeReader = async (level, index) =>
  level === 0
    ? leafHash(entryOf(index))
    : nodeHash(await node(level - 1, index * 2), await node(level - 1, index * 2 + 1));

async function proofOf(index: number, size: number, extra?: Buffer): Promise<LogProof> {
  const text = formatCheckpoint({ origin: 'log.example', size, root: await rootOf(size, node) });
  const checkpoint = formatNote({ text, signatures: [signText(text, log), cosign(text, 1_700_000_000, witness)] });
  return { index, hashes: await inclusionProof(index, size, node), checkpoint, ...(extra && { extra }) };
}

describe('a proof of the tlog-proof specification', () => {
  test('has a header, perhaps extra data, an index, a path and the checkpoint', async () => {
    const proof = await proofOf(1, 2, Buffer.from('beside'));
    expect(formatProof(proof)).toBe(
      `c2sp.org/tlog-proof@v1\nextra YmVzaWRl\nindex 1\n${leafHash(entryOf(0)).toString('base64')}\n\n${proof.checkpoint}`,
    );
    const alone = await proofOf(0, 1);
    expect(formatProof(alone)).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${alone.checkpoint}`);
  });

  test('survives its text form and proves its entry and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 300 }), fc.nat(), async (size, a) => {
        const index = a % size;
        const proof = await proofOf(index, size);
        const read = parseProof(formatProof(proof));
        expect(read).toEqual(proof);
        const { checkpoint, signedBy } = verifyProof(read, entryOf(index), [witness.key, log.key]);
        expect(checkpoint.size).toBe(size);
        expect(signedBy.map(({ name }) => name).sort()).toEqual(['log.example', 'witness.example']);
        expect(() => verifyProof(read, entryOf(index + 1), [log.key])).toThrow(`not entry ${index} of the ${size}`);
        expect(() => verifyProof({ ...read, index: (index + 1) % size }, entryOf(index), [log.key])).toThrow(NoteError);
        expect(() => verifyProof({ ...read, index: size }, entryOf(index), [log.key])).toThrow(NoteError);
      }),
      { numRuns: 30 },
    );
  });

  test('needs the signature of the log itself: a witness alone does not do', async () => {
    const proof = await proofOf(1, 3);
    expect(() => verifyProof(proof, entryOf(1), [witness.key])).toThrow('the log itself, log.example, is missing');
    const stranger = signer('log.example', ED25519, newPrivateKey());
    expect(() => verifyProof(proof, entryOf(1), [stranger.key])).toThrow('none of the known keys');
  });

  test('with one character changed is refused or lacks a signer', async () => {
    const text = formatProof(await proofOf(5, 11));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: text.length - 1 }), fc.constantFrom('A', '0', '\n', ' ', '='), async (at, to) => {
        fc.pre(text[at] !== to);
        const bent = text.slice(0, at) + to + text.slice(at + 1);
        expect(() => {
          const { signedBy } = verifyProof(parseProof(bent), entryOf(5), [log.key, witness.key]);
          // A line of another name is one of an unknown key: ignored, so a signer is missing.
          if (signedBy.length < 2) throw new NoteError('a signer is missing');
        }).toThrow(NoteError);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    '',
    'c2sp.org/tlog-proof@v1\n',
    'c2sp.org/tlog-proof@v2\nindex 0\n\nnote\n',
    'c2sp.org/tlog-proof@v1\nindex 00\n\nnote\n',
    'c2sp.org/tlog-proof@v1\nindex -1\n\nnote\n',
    'c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\nnote\n',
    'c2sp.org/tlog-proof@v1\nindex 0\nshort\n\nnote\n',
    'c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nnote\n',
    `c2sp.org/tlog-proof@v1\nindex 0\n${'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'.repeat(54)}\nnote\n`,
  ])('is not made of %j', (text) => {
    expect(() => parseProof(text)).toThrow(NoteError);
  });
});
