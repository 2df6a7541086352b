import { readdirSync, readFileSync } from 'node:fs';
import { FRENCH } from './french.js';
import { HELP, inFrench, inWordsOf } from './words.js';

const HERE = 'src/log/verifier';
const SOURCES = [
  ...readdirSync(HERE).map((name) => `${HERE}/${name}`),
  ...['note-text', 'signed-note', 'proof', 'checkpoint'].map((name) => `src/platform/tlog/${name}.ts`),
].filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));

/** Never told to a reader: a fault of the program itself, or a private key, of which a verifier has none. */
const NOT_SAID = ['A subtree begins', 'The private key must be'];

/** What is thrown: the text right behind `Error(`, `fail(` and their like, with what is put into it as an x. */
function sentencesIn(path: string): string[] {
  const source = readFileSync(path, 'utf8');
  const begins = source.matchAll(/(?:Error|Failure|Use|Unavailable|missing|fail)\(\s*(?:index, entry, )?(['"`])/g);
  return [...begins].map(({ 0: begin, 1: quote, index }) => textFrom(source, index + begin.length, quote!));
}

function textFrom(source: string, at: number, quote: string): string {
  let text = '';
  for (let i = at; source[i] !== quote; i++) {
    if (source.startsWith('${', i)) {
      for (let depth = 0; ; i++) {
        if (source[i] === '{') depth += 1;
        if (source[i] === '}' && (depth -= 1) === 0) break;
      }
      text += 'x';
    } else text += source[i];
  }
  return text;
}

describe('the words of the verifier', () => {
  test('are in French for all that it can say', () => {
    const said = SOURCES.flatMap(sentencesIn).filter((text) => !NOT_SAID.some((begin) => text.startsWith(begin)));
    expect(said.length).toBeGreaterThan(80);
    expect(said.filter((text) => /[a-z] /.test(text) && inFrench(text) === null)).toEqual([]);
  });

  test('translate what stands inside of a sentence', () => {
    expect(
      inFrench('NOT VERIFIED. Entry 7 (event 0190, business/x): it is not in the tree that was signed (line 3).'),
    ).toBe(
      'NON VÉRIFIÉ. Entrée 7 (événement 0190, business/x) : elle n’est pas dans l’arbre qui a été signé (ligne 3).',
    );
    expect(inFrench('NOT VERIFIED. The manifest does not verify: The signature of log.example is wrong.')).toBe(
      'NON VÉRIFIÉ. Le manifeste ne se vérifie pas : La signature de log.example est fausse.',
    );
    expect(
      inFrench('VERIFIED AND COMPLETE, but only with the key that the log gives for itself: 3 of 40 entries of x.zip.'),
    ).toBe(
      'VÉRIFIÉ ET COMPLET, mais seulement avec la clé que le journal donne de lui-même : 3 des 40 entrées de x.zip.',
    );
    expect(inFrench('VERIFIED, but not shown to be complete: all 2 entries of x.')).toBe(
      'VÉRIFIÉ, mais rien ne montre que c’est complet : les 2 entrées, toutes, de x.',
    );
  });

  test("leave an event's bytes and what is not known as they are", () => {
    const event = '{"type":"x answers y"}';
    expect([inWordsOf('fr', event), inWordsOf('fr', 'log.example')]).toEqual([event, 'log.example']);
    expect(inWordsOf('en', 'Signed by x')).toBe('Signed by x');
  });

  test('put as many things into the French as stand in the English', () => {
    const count = (text: string) => text.split('{}').length;
    expect(FRENCH.filter(([english, french]) => count(english) !== count(french))).toEqual([]);
    expect(new Set(FRENCH.map(([english]) => english)).size).toBe(FRENCH.length);
  });

  test('explain the same options in both languages', () => {
    const options = (text: string) => text.match(/^ +--[\w-]+/gm);
    expect(options(HELP.fr)).toEqual(options(HELP.en));
    expect(options(HELP.en)).toHaveLength(7);
  });
});
