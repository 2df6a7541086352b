import { credentials, type Person } from './people.js';
import { spoil, type Draft } from './mutations.js';
import type { Random } from './random.js';
import type { Shot } from './shot.js';
import { anyOf, exampleOf, type Field, type Seen, type Target } from './targets.js';

const LEDGER = Buffer.from(
  'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\t' +
    'EcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\r\n' +
    'OD\tDivers\tF1\t20260131\t1010\tBanque\t\t\tP1\t20260131\tFuzz\t10,00\t0,00\t\t\t20260131\t\t\r\n' +
    'OD\tDivers\tF1\t20260131\t5200\tLoyer\t\t\tP1\t20260131\tFuzz\t0,00\t10,00\t\t\t20260131\t\t\r\n',
);

/** A request of this person to this target, spoilt or not. */
export function buildShot(random: Random, target: Target, person: Person, seen: Seen): Shot {
  const draft = draftOf(random, target, person, seen);
  spoil(random, draft, [...seen.ids, ...seen.businesses, 'x']);
  const query = pairs(draft.query);
  const body = bodyOf(draft);
  return {
    who: person.name,
    method: draft.method,
    // What no address may hold is not sent by any client either.
    path: (query === '' ? draft.path : `${draft.path}?${query}`).replace(/[^\x21-\x7e]/g, (sign) => encoded(sign)),
    headers: sendable(draft.headers),
    ...(body && { body: draft.spoilBody?.(body) ?? body }),
    ...(draft.isCut && { isCut: true }),
  };
}

function draftOf(random: Random, target: Target, person: Person, seen: Seen): Draft {
  const isApi = /^\/(api|admin\/api)\//.test(target.path);
  const headers: Record<string, string> = {
    Accept: isApi ? 'application/json' : 'text/html',
    'Sec-Fetch-Site': 'same-origin',
    ...credentials(person, target.path.startsWith('/api/')),
  };
  const boundary = 'fuzz-boundary';
  const draft: Draft = {
    method: target.method,
    path: filled(random, target.path, seen),
    query: target.query.map(([name, value]): Field => [name, filled(random, value, seen)]),
    fields: target.fields.map(([name, value]): Field => [name, encoded(formValue(random, name, value, seen))]),
    kind: target.kind,
    headers,
    boundary,
    isCut: false,
    ...(target.json && { json: exampleOf(random, target.json, seen) }),
  };
  const types = {
    json: 'application/json',
    form: 'application/x-www-form-urlencoded',
    multipart: `multipart/form-data; boundary=${boundary}`,
    bytes: 'application/octet-stream',
  };
  if (target.kind !== 'none') headers['Content-Type'] = types[target.kind];
  return draft;
}

const filled = (random: Random, text: string, seen: Seen) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'b') return anyOf(random, seen.businesses);
    if (name === 'token') return anyOf(random, seen.tokens);
    return anyOf(random, seen.ids);
  });

/** As the form has it; what a person would have typed where it is empty. */
function formValue(random: Random, name: string, value: string, seen: Seen): string {
  if (value !== '') return value;
  if (name === 'signUpEmail') return random.chance(0.3) ? seen.email : 'nobody@fuzz.test';
  if (/^(snapshot|target|bankAccountId)$/.test(name)) return anyOf(random, seen.ids);
  return exampleOf(random, {}, seen, name) as string;
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
const pairs = (fields: readonly Field[]) => fields.map(([name, value]) => `${name}=${value}`).join('&');

/** Nothing that would end a header, which no HTTP client sends. */
const sendable = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace(/[^\x20-\x7e]/g, '')]));

function bodyOf({ kind, json, fields, boundary }: Draft): Buffer | undefined {
  if (kind === 'none') return undefined;
  if (kind === 'json') return Buffer.from(JSON.stringify(json) ?? '');
  if (kind === 'form') return Buffer.from(pairs(fields));
  if (kind === 'bytes') return LEDGER;
  const part = (name: string, more: string, content: Buffer) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ];
  const parts = fields.flatMap(([name, value]) =>
    name === 'file' ? part(name, '; filename="ledger.txt"', LEDGER) : part(name, '', Buffer.from(value)),
  );
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}
