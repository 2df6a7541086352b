import { createHash, sign } from 'node:crypto';
import {
  cosign,
  COSIGNATURE,
  cosignatureTime,
  ED25519,
  formatNote,
  formatPrivateKey,
  formatSignature,
  formatVerifierKey,
  newPrivateKey,
  NoteError,
  parseNote,
  parsePrivateKey,
  parseVerifierKey,
  signer,
  signText,
  verifyNote,
} from './signed-note.js';

/** The example of the signed-note specification. */
const NEUMANN = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const NOTE =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n" +
  '\n' +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

/**
 * The specifications have no vectors for cosignatures. This is a checkpoint that a public log and public witnesses
 * published, with the verifier keys that they publish (arche2025h1 of transparency.dev, May 2026).
 */
const WITNESSED =
  'arche2025h1.staging.ct.transparency.dev\n' +
  '1432088532\n' +
  'U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n' +
  '\n' +
  '— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n' +
  '— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n' +
  '— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==\n' +
  '— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==\n' +
  '— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n' +
  '— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==\n';
const WITNESSED_KEYS = [
  'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f',
  'transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM',
  'witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO',
  'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2',
  'witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv',
];

describe('a signed note', () => {
  test("verifies as the specification's example does, and reads and writes back the same", () => {
    const key = parseVerifierKey(NEUMANN);
    expect(formatVerifierKey(key)).toBe(NEUMANN);
    const note = parseNote(NOTE);
    expect(formatNote(note)).toBe(NOTE);
    expect(verifyNote(note, [key]).map(({ name }) => name)).toEqual(['PeterNeumann']);
  });

  test('with a changed text is refused', () => {
    const note = parseNote(NOTE.replace('answer', 'anseer'));
    expect(() => verifyNote(note, [parseVerifierKey(NEUMANN)])).toThrow('signature of PeterNeumann is wrong');
  });

  test('ignores signatures of unknown keys, but needs one of a known key', () => {
    const [mine, other] = ['log.example', 'other.example'].map((name) => signer(name, ED25519, newPrivateKey()));
    const text = 'a text\n';
    const note = parseNote(formatNote({ text, signatures: [signText(text, other!), signText(text, mine!)] }));
    expect(verifyNote(note, [mine!.key])).toEqual([mine!.key]);
    const without = { text, signatures: [signText(text, other!)] };
    expect(() => verifyNote(without, [mine!.key])).toThrow('none of the known keys');
  });

  test('can be cosigned by a witness with a time', () => {
    const witness = signer('witness.example', COSIGNATURE, newPrivateKey());
    const text = 'log.example\n2\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
    const signature = cosign(text, 1_700_000_000, witness);
    expect(cosignatureTime(signature)).toBe(1_700_000_000);
    expect(verifyNote({ text, signatures: [signature] }, [witness.key])).toEqual([witness.key]);
    const later = { ...signature, bytes: Buffer.from(signature.bytes) };
    later.bytes[7]! ^= 1;
    expect(() => verifyNote({ text, signatures: [later] }, [witness.key])).toThrow(NoteError);
  });

  test('of a public log verifies with the keys of its log and of its witnesses', () => {
    const keys = WITNESSED_KEYS.map(parseVerifierKey);
    const note = parseNote(WITNESSED);
    expect(formatNote(note)).toBe(WITNESSED);
    expect(verifyNote(note, keys)).toHaveLength(keys.length);
    const times = note.signatures.filter(({ name }) => name === 'remora.n621.de').map(cosignatureTime);
    expect(times).toEqual([1_779_573_024]);
    const larger = { ...note, text: note.text.replace('1432088532', '1432088533') };
    for (const key of keys) expect(() => verifyNote(larger, [key])).toThrow(`signature of ${key.name} is wrong`);
  });

  test('is cosigned as the tlog-cosignature specification says, written out by hand', () => {
    const privateKey = newPrivateKey();
    const witness = signer('witness.example', COSIGNATURE, privateKey);
    const body = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const message =
      'cosignature/v1\n' +
      'time 1679315147\n' +
      'example.com/behind-the-sofa\n' +
      '20852163\n' +
      'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const raw = Buffer.from(formatVerifierKey(witness.key).split('+').slice(2).join('+'), 'base64');
    const keyId = createHash('sha256')
      .update(Buffer.concat([Buffer.from('witness.example\n'), raw]))
      .digest()
      .subarray(0, 4);
    const bytes = Buffer.concat([
      keyId,
      Buffer.from('000000006418' + '50cb', 'hex'),
      sign(null, Buffer.from(message), privateKey),
    ]);
    expect(raw[0]).toBe(0x04);
    expect(formatSignature(cosign(body, 1679315147, witness))).toBe(`— witness.example ${bytes.toString('base64')}\n`);
  });

  test('keys survive their text form; broken ones are refused', () => {
    const key = newPrivateKey();
    expect(formatPrivateKey(parsePrivateKey(formatPrivateKey(key)))).toBe(formatPrivateKey(key));
    expect(() => parsePrivateKey('nonsense')).toThrow(NoteError);
    expect(() => parseVerifierKey(NEUMANN.replace('c74f20a3', 'c74f20a4'))).toThrow('does not belong');
    expect(() => parseVerifierKey('nonsense')).toThrow(NoteError);
    expect(() => signer('with space', ED25519, key)).toThrow(NoteError);
  });

  test.each([
    '',
    'text',
    'text\n',
    'text\n\nno dash\n',
    'text\n\n— name\n',
    'text\n\n— name !!!\n',
    'a\ttext\n\n— name AAAAAAA=\n',
    'te\0xt\n\n— name AAAAAAAA\n',
  ])('is not made of %j', (text) => {
    expect(() => parseNote(text)).toThrow(NoteError);
  });
});
