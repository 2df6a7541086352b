import type { Random } from './random.js';
import type { Field } from './targets.js';

/** A request in parts, so that each can be spoilt for itself. */
export interface Draft {
  method: string;
  path: string;
  query: Field[];
  /** A form's fields. */
  fields: Field[];
  json?: unknown;
  kind: 'none' | 'json' | 'form' | 'multipart' | 'bytes';
  headers: Record<string, string>;
  /** Of a form with a file. */
  boundary: string;
  /** What the finished body goes through last. */
  spoilBody?: (body: Buffer) => Buffer;
  isCut: boolean;
}

/** Values in the address or a form: already encoded where they could not stand there otherwise. */
const WORDS: readonly string[] = [
  '',
  ' ',
  'x',
  '0',
  '-1',
  '1e309',
  '9007199254740993',
  'null',
  'undefined',
  'NaN',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  'a%07b',
  'a%00b',
  '%0d%0aSet-Cookie:%20a=b',
  '%1b[31m',
  '%7f',
  '%c2%85',
  '%ff',
  '%ed%a0%80',
  '%',
  '%zz',
  '%F0%9F%92%A9',
  '%C3%A9',
  '%E2%80%AE%D7%A9',
  "'%20OR%201=1--",
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '..%2f..%2fetc%2fpasswd',
  '%2F%2Fevil.test',
  '=1%2B1',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31T23:59:59Z',
  '2026-01-01T00:00:00.000Z_x',
];

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  '',
  ' ',
  'x',
  [],
  {},
  ['a', 'b'],
  [null],
  { $ne: null },
  { toString: 1 },
  [[[[[[]]]]]],
  'a\u0007b',
  'a\u0000b',
  'a\r\nb',
  '\ud800',
  '\u202eabc',
  '💩',
  'e\u0301',
  '\u2028',
  '1e5',
  '0x10',
  '99999999999999999999.99',
  '2026-02-30',
  '=1+1',
  '00000000-0000-0000-0000-000000000000',
];

const LENGTHS = [201, 255, 257, 1_001, 5_000, 20_000, 70_000];

const long = (random: Random) => random.pick(['a', 'é', '👍']).repeat(random.pick(LENGTHS));

const encoded = (text: string) => encodeURIComponent(text);

type Spoil = (random: Random, draft: Draft, ids: readonly string[]) => void;

/** One field of a list of fields, in one of the ways in which a field goes wrong. */
function spoilFields(random: Random, fields: Field[], ids: readonly string[]): void {
  if (fields.length === 0) return void fields.push([random.pick(['after', 'q', 'a', 'limit']), random.pick(WORDS)]);
  const at = random.below(fields.length);
  const [name, value] = fields[at]!;
  const ways: readonly (() => void)[] = [
    () => fields.push([name, random.chance(0.5) ? value : random.pick(WORDS)]),
    () => fields.splice(at, 1),
    () => (fields[at] = [name, random.pick(WORDS)]),
    () => (fields[at] = [name, random.pick(WORDS)]),
    () => (fields[at] = [name, encoded(long(random))]),
    () => (fields[at] = [name, random.pick(ids)]),
    () => (fields[at] = [name + random.pick(['[]', '[a]', '[__proto__]', '.x']), value]),
    () => fields.push([random.pick(['surprise', '__proto__', 'constructor', 'id', 'businessId']), 'x']),
    () => (fields[at] = [name, value + random.pick(WORDS)]),
    () => Array.from({ length: 60 }, () => fields.push([name, 'x'])),
  ];
  random.pick(ways)();
}

/** One value somewhere in a body of JSON, likewise. */
function spoilJson(random: Random, json: unknown, ids: readonly string[], depth = 0): unknown {
  const other = () => random.pick([random.pick(VALUES), long(random), random.pick(ids), [json, json]]);
  if (json === null || typeof json !== 'object' || random.chance(depth === 0 ? 0.05 : 0.15)) return other();
  if (Array.isArray(json)) {
    if (json.length === 0) return other();
    const at = random.below(json.length);
    return json.map((item: unknown, i) => (i === at ? spoilJson(random, item, ids, depth + 1) : item));
  }
  const entries = Object.entries(json);
  if (entries.length === 0 || random.chance(0.1))
    return { ...json, [random.pick(['surprise', 'id', '__proto__x'])]: 1 };
  const [name, value] = random.pick(entries);
  if (random.chance(0.15)) return Object.fromEntries(entries.filter(([key]) => key !== name));
  return { ...json, [name]: spoilJson(random, value, ids, depth + 1) };
}

const spoilContent: Spoil = (random, draft, ids) => {
  if (draft.kind === 'json') draft.json = spoilJson(random, draft.json, ids);
  else if (draft.fields.length > 0) spoilFields(random, draft.fields, ids);
  else spoilFields(random, draft.query, ids);
};

const TYPES = [
  'text/plain',
  'application/json',
  'application/x-www-form-urlencoded',
  'application/json; charset=latin1',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  `multipart/form-data; boundary=${'x'.repeat(300)}`,
  'application/octet-stream',
  'x',
  '',
];

/** What goes round the content. */
const ENVELOPE: readonly Spoil[] = [
  (random, draft) =>
    (draft.method = random.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'])),
  (random, draft) => (draft.headers['Content-Type'] = random.pick(TYPES)),
  (random, draft) => (draft.spoilBody = (body) => body.subarray(0, random.below(body.length + 1))),
  (random, draft) =>
    (draft.spoilBody = (body) =>
      Buffer.concat([body, Buffer.from(random.pick([[0xff], [0], [0xc0, 0x80], [0x7d, 0x7d]]))])),
  (_, draft) => (draft.isCut = true),
  (random, draft) => (draft.headers['Sec-Fetch-Site'] = random.pick(['cross-site', 'same-site', 'none', 'x'])),
  (_, draft) => {
    delete draft.headers['Sec-Fetch-Site'];
    draft.headers.Origin = 'https://evil.test';
  },
  (random, draft) => (draft.headers.Accept = random.pick(['application/json', 'text/html', '*/*', 'x', ''])),
  (random, draft) => (draft.headers['Idempotency-Key'] = random.pick(['', 'a b', 'a', 'x'.repeat(300), 'k-1'])),
  (random, draft) => (draft.headers['Content-Encoding'] = random.pick(['gzip', 'br', 'zstd-99', 'identity'])),
  (random, draft) => (draft.headers['Accept-Language'] = random.pick(['en', 'fr;q=x', '*', 'x'.repeat(500)])),
  (random, draft) => (draft.headers.Cookie = random.pick(['a', '=', 'ardoise_session=x', 'ardoise_locale=xx', ';;;'])),
  (random, draft) => (draft.headers['X-Request-Id'] = random.pick(['x', 'a'.repeat(500)])),
  (random, draft) => (draft.boundary = random.pick(['', 'x', 'x'.repeat(300), 'a b'])),
];

const spoilPath: Spoil = (random, draft) => {
  const parts = draft.path.split('/');
  const at = 1 + random.below(Math.max(1, parts.length - 1));
  parts[at] = random.pick([random.pick(WORDS), `${parts[at] ?? ''}x`, (parts[at] ?? '').toUpperCase()]);
  draft.path = parts.join('/');
};

/** Spoils a request in one to three ways; one in eight stays as it is, so that the program's state moves on. */
export function spoil(random: Random, draft: Draft, ids: readonly string[]): void {
  if (random.chance(0.125)) return;
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const way = random.next();
    if (way < 0.6) spoilContent(random, draft, ids);
    else if (way < 0.7) spoilFields(random, draft.query, ids);
    else if (way < 0.78) spoilPath(random, draft, ids);
    else random.pick(ENVELOPE)(random, draft, ids);
  }
}
