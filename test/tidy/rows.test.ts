import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCES } from '../builders/table-owners.js';

/** What the driver hands over: said of a column by `tables.generated.ts` alone. */
const OF_DRIVER = /\b(?:Buffer|Date|string|number|boolean|bigint|unknown)\b/;

interface Source {
  readonly file: string;
  readonly text: string;
}

const sources: Source[] = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^platform\/database\/transaction\.ts$/.test(file))
  .sort()
  .map((file) => ({ file, text: readFileSync(join(SOURCES, file), 'utf8') }));

/** From the bracket at `start` to the one that closes it, both left out. */
function within(text: string, start: number, open: string, close: string): string {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === open) depth += 1;
    if (text[at] === close && text[at - 1] !== '=') depth -= 1;
    if (depth === 0) return text.slice(start + 1, at);
  }
  throw new Error(`No ${close} for the ${open} at ${start}`);
}

/** The types of the rows that SQL is read into. */
function rowTypesIn(text: string): string[] {
  return [...text.matchAll(/\bselect(?:One|ByIds)?<|\b(?:dataSource|manager|tx)\.query<(?!Row\[\]>)/g)].map(
    ({ 0: call, index }) => within(text, index + call.length - 1, '<', '>'),
  );
}

/** What a name of a type stands for in this file; itself when it is another file's. */
function meaningOf(name: string, text: string): string {
  const at = text.search(new RegExp(`\\b(?:interface|type) ${name}\\b`));
  if (at < 0) return '';
  const rest = text.slice(at);
  return rest.startsWith('interface') ? rest.slice(0, rest.indexOf('\n}')) : rest.slice(0, rest.search(/;\n(?![ }])/));
}

/** A row type with the names that this file declares put in, and without what is computed. */
function spelledOut(type: string, text: string): string {
  const named = [...type.matchAll(/\b[A-Z]\w+/g)].map(([name]) => meaningOf(name, text)).join(' ');
  let rest = `${type} ${named}`.replace(/\/\*\*.*?\*\//gs, '').replace(/'[^']*'/g, '');
  for (let at = rest.indexOf('Computed<'); at >= 0; at = rest.indexOf('Computed<')) {
    rest = rest.slice(0, at) + rest.slice(at + 'Computed<>'.length + within(rest, at + 8, '<', '>').length);
  }
  return rest;
}

const byHand = sources.flatMap(({ file, text }) =>
  rowTypesIn(text)
    .filter((type) => OF_DRIVER.test(spelledOut(type, text)))
    .map((type) => ({ file, type })),
);

describe('the rows that SQL reads', () => {
  test('are typed from the tables, or marked as computed', () => {
    const wrong = byHand.map(({ file, type }) => `src/${file}: ${type}`);
    expect({ "pick it from the room's tables.generated.ts": wrong }).toEqual({
      "pick it from the room's tables.generated.ts": [],
    });
  });

  test('are many', () => {
    expect(sources.flatMap(({ text }) => rowTypesIn(text)).length).toBeGreaterThan(100);
  });

  test.each([
    ['select<{ id: Buffer }>(', true],
    ['select<Row>(\ninterface Row {\n  at: Date | null;\n}', true],
    ["select<Pick<books, 'id'> & Computed<{ n: number | string }>>(", false],
    ["select<Row>(\ntype Row = Pick<books, 'id'> &\n  Computed<{ n: Count }>;\nconst text: string", false],
    ["select<Pick<books, 'id'> & { name: string }>(", true],
  ])('%j is seen', (text, isByHand) => {
    expect(rowTypesIn(text).map((type) => OF_DRIVER.test(spelledOut(type, text)))).toEqual([isByHand]);
  });
});
