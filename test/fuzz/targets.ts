import { PAGE_OWNER } from '../../src/ui/components/post-form.js';
import type { Random } from './random.js';

/** One way into the program with the fields that it takes, before anything is spoilt. */
export interface Target {
  readonly method: string;
  /** With `{b}` for a business and `{id}`, `{token}` and others for what was seen before. */
  readonly path: string;
  readonly kind: 'none' | 'json' | 'form' | 'multipart' | 'bytes';
  readonly query: readonly Field[];
  readonly fields: readonly Field[];
  readonly json?: Schema;
}

export type Field = readonly [name: string, value: string];

/** What a campaign has seen: ids and tokens to ask for again. */
export interface Seen {
  readonly businesses: readonly string[];
  readonly ids: readonly string[];
  readonly tokens: readonly string[];
  readonly email: string;
}

/** The part of JSON Schema that the description of the API uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Operation {
  readonly parameters?: readonly { readonly name?: string; readonly in?: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** Every operation that the API's own description names. */
export function targetsOfApi(document: OpenApi): Target[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.has(method))
      .map(([method, operation]) => targetOf(document, path, method.toUpperCase(), operation)),
  );
}

function targetOf(document: OpenApi, path: string, method: string, operation: Operation): Target {
  const content = operation.requestBody?.content ?? {};
  const json = content['application/json']?.schema;
  const query = (operation.parameters ?? []).flatMap(({ name, in: where }): Field[] =>
    where === 'query' && name !== undefined ? [[name, valueFor(name)]] : [],
  );
  const kind = json ? 'json' : Object.keys(content).length > 0 ? 'bytes' : 'none';
  return { method, path, kind, query, fields: [], ...(json && { json: inlined(document, json) }) };
}

/** References resolved, to a depth that no body here reaches. */
function inlined(document: OpenApi, schema: Schema, depth = 8): Schema {
  if (depth === 0) return {};
  const name = schema.$ref?.split('/').at(-1);
  const found = name === undefined ? schema : (document.components?.schemas?.[name] ?? {});
  const again = (part: Schema) => inlined(document, part, depth - 1);
  return {
    ...found,
    ...(found.items && { items: again(found.items) }),
    ...(found.anyOf && { anyOf: found.anyOf.map(again) }),
    ...(found.oneOf && { oneOf: found.oneOf.map(again) }),
    ...(found.properties && {
      properties: Object.fromEntries(Object.entries(found.properties).map(([key, part]) => [key, again(part)])),
    }),
  };
}

/** A body as the schema wants it; what a pattern asks is known by the name of the field. */
export function exampleOf(random: Random, schema: Schema, seen: Seen, name = ''): unknown {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices && choices.length > 0) return exampleOf(random, random.pick(choices), seen, name);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum && schema.enum.length > 0) return random.pick(schema.enum);
  if (schema.properties) {
    const filled = Object.entries(schema.properties).map(([key, part]) => [key, exampleOf(random, part, seen, key)]);
    return Object.fromEntries(filled);
  }
  if (schema.items) return [exampleOf(random, schema.items, seen, name), exampleOf(random, schema.items, seen, name)];
  if (schema.type === 'boolean') return random.chance(0.5);
  if (schema.type === 'number' || schema.type === 'integer') return random.below(100);
  if (/Id$|^id$/.test(name) || schema.format === 'uuid') return anyOf(random, seen.ids);
  if (name === 'signUpEmail') return seen.email;
  return valueFor(name);
}

const KNOWN_VALUES: Readonly<Record<string, string>> = {
  limit: '10',
  after: '',
  password: 'not the password',
  date: '2026-01-31',
  issuedOn: '2026-01-31',
  dueOn: '2026-02-28',
  from: '2026-01-01',
  until: '2027-01-01',
  account: '1010',
  number: 'F-1',
  debit: '10.00',
  credit: '10.00',
  unitPrice: '10.00',
  quantity: '2',
  taxRate: 'TPS-TVQ',
  currency: 'CAD',
  locale: 'fr',
  edition: 'express',
  institution: 'sandbox',
  bankAccountId: 'new',
  code: '123456',
  reason: 'Because the campaign says so.',
  ticket: 'T-1',
  format: 'csv',
  decision: 'approve',
  back: '/businesses',
  next: '/businesses',
};

let people = 0;

export function valueFor(name: string): string {
  // Nobody's: the campaign shall lock nobody out.
  if (/email/i.test(name)) return `fuzz-${(people += 1)}@fuzz.test`;
  return KNOWN_VALUES[name] ?? 'Fuzz';
}

export const anyOf = (random: Random, ids: readonly string[]): string =>
  ids.length > 0 && !random.chance(0.1) ? random.pick(ids) : '019b0000-0000-7000-8000-000000000000';

const PANEL_PAGES = [
  'search?q=atelier',
  'business?id={b}&tab=overview',
  'business?id={b}&tab=timeline&after={id}',
  'business?id={b}&tab=payments',
  'business?id={b}&tab=snapshots',
  'support-action?action=disconnect-feed&business={b}&target={id}',
  'support-action?action=send-link&business={b}',
  'requests',
  'hold?snapshot={id}',
  'snapshot?id={id}',
  'evidence?event={id}',
  'reviews?page=1',
  'review-new?from=2026-01-01&until=2026-01-31&business={b}&action=reset',
  'review?id={id}&page=2',
  'waiting?list=switches-done',
  'waiting?list=switches-refused&after=2026-01-01T00:00:00.000Z_{id}',
  'permissions',
  'retention',
  'staff-account?id={id}',
  'staff-new',
  'staff-requests',
  'access-reviews',
  'access-review?id={id}',
  'payments?after={id}',
  'events?type=audit.searched&from=2026-01-01&business={b}&actor={id}',
  'event?id={id}',
  'export?from=2026-01-01',
] as const;

const why = { reason: {}, ticket: {}, idempotencyKey: {} };
const ofBusiness = { ...why, businessId: { format: 'uuid' }, targetId: { format: 'uuid' } };
const ofPeriod = { from: {}, until: {}, seed: {}, sampleSize: {}, action: {}, idempotencyKey: {} };
const ofReview = { reviewId: { format: 'uuid' }, version: {}, idempotencyKey: {} };
const PANEL_COMMANDS: readonly (readonly [page: string, command: string, fields: Readonly<Record<string, Schema>>])[] =
  [
    ['review-new', 'open', ofPeriod],
    ['review', 'note', { ...ofReview, itemId: { format: 'uuid' }, verdict: {}, note: {} }],
    ['review', 'submit', { ...ofReview, conclusion: {} }],
    ['review', 'sign', { ...ofReview, note: {} }],
    ['review', 'return', { ...ofReview, note: {} }],
    ['support-action', 'disconnect-feed', ofBusiness],
    ['support-action', 'lift-sign-in-lock', ofBusiness],
    ['support-action', 'send-link', ofBusiness],
    ['support-action', 'resend-notice', ofBusiness],
    ['requests', 'approve', { requestId: { format: 'uuid' }, idempotencyKey: {} }],
    ['requests', 'refuse', { requestId: { format: 'uuid' }, idempotencyKey: {}, reason: {} }],
    ['hold', 'place', { ...why, id: { format: 'uuid' } }],
    ['hold', 'lift', { ...why, id: { format: 'uuid' } }],
    ['snapshot', 'verify', { id: { format: 'uuid' } }],
    ['events', 'save-view', { name: {}, query: {}, isShared: { type: 'boolean' } }],
    ['events', 'delete-view', { id: { format: 'uuid' } }],
    ['staff-account', 'change-role', { id: { format: 'uuid' }, role: { enum: ['support', 'boss'] }, ticket: {} }],
    ['staff-account', 'reset-password', { id: { format: 'uuid' }, ticket: {} }],
    ['staff-requests', 'approve', { request: { format: 'uuid' } }],
    ['staff-requests', 'refuse', { request: { format: 'uuid' } }],
    ['access-review', 'decide', { review: { format: 'uuid' }, account: { format: 'uuid' }, decision: {} }],
    ['access-review', 'sign', { review: { format: 'uuid' } }],
    ['staff-new', 'add', { email: {}, role: { enum: ['support', 'boss'] }, reason: {}, ticket: {} }],
  ];

const LIST = 'page=1&perPage=10&sortBy=name&direction=asc&filters.name=A&filters.edition=express';

/** The panel is an application in the browser, whose addresses no page's links tell: they are listed. */
export function targetsOfPanel(): Target[] {
  const reading = [
    ...PANEL_PAGES.flatMap((page) => [`/admin/api/pages/${page}`, `/admin/pages/${page}`]),
    '/admin/api/dashboard',
    ...['businesses', 'staff'].flatMap((resource) => [
      `/admin/api/resources/${resource}/actions/list?${LIST}`,
      `/admin/api/resources/${resource}/records/{id}/show`,
      `/admin/api/resources/${resource}/records/{id}/list`,
      `/admin/api/resources/${resource}/bulk/show?recordIds={id}`,
      `/admin/resources/${resource}`,
    ]),
    ...[
      '',
      '/sign-in?next=/admin',
      '/second-factor',
      '/second-factor/enrolment',
      '/choose-password',
      '/account',
      '/sign-on',
    ].map((path) => `/admin${path}`),
  ].map((address) => linkTarget(address));
  const commands = PANEL_COMMANDS.map(([page, command, fields]): Target => {
    const json = { properties: { command: { const: command }, ...fields } };
    return { method: 'POST', path: `/admin/api/pages/${page}`, kind: 'json', query: [], fields: [], json };
  });
  return [...reading, ...commands, ...PANEL_FORMS];
}

const form = (path: string, ...names: string[]): Target => ({
  method: 'POST',
  path,
  kind: 'form',
  query: [],
  fields: names.map((name) => [name, valueFor(name)]),
});
const PANEL_FORMS: readonly Target[] = [
  form('/admin/sign-in', 'email', 'password', 'next'),
  form('/admin/second-factor', 'code'),
  form('/admin/second-factor/enrolment', 'password', 'code'),
  form('/admin/choose-password', 'password'),
  form('/admin/exports', 'format', 'size', 'type', 'from', 'until'),
];

/** A link: its query is fields to spoil. */
export function linkTarget(address: string): Target {
  const [path = '', query = ''] = address.split('?');
  const fields = query === '' ? [] : query.split('&').map((pair): Field => splitPair(pair));
  return { method: 'GET', path, kind: 'none', query: fields, fields: [] };
}

function splitPair(pair: string): Field {
  const [name = '', ...value] = pair.split('=');
  return [name, value.join('=')];
}

const attribute = (tag: string, name: string) =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x27;', "'");

/** The links and forms of a page: where they lead on this site, with the fields as they stand in it. */
export function targetsOfPage(html: string): Target[] {
  const links = [...html.matchAll(/<a\b[^>]*>/g)].flatMap(([tag]) => {
    const href = attribute(tag, 'href');
    return href?.startsWith('/') ? [linkTarget(href.split('#')[0]!)] : [];
  });
  const forms = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(
    ([, head = '', inside = '']): Target[] => {
      const action = attribute(head, 'action');
      if (!action?.startsWith('/')) return [];
      const fields = [...inside.matchAll(/<(?:input|select|textarea|button)\b[^>]*>/g)].flatMap(([tag]): Field[] => {
        const name = attribute(tag, 'name');
        // Whose page it was is left out: each form is sent by everybody, and would be refused before its handler is reached.
        return name === undefined || name === PAGE_OWNER ? [] : [[name, attribute(tag, 'value') ?? '']];
      });
      if (!/method="post"/i.test(head)) return [{ ...linkTarget(action), query: fields }];
      const kind = /multipart/.test(head) ? ('multipart' as const) : ('form' as const);
      const [path = action] = action.split(`?${PAGE_OWNER}=`);
      return [{ ...linkTarget(path), method: 'POST', kind, fields }];
    },
  );
  return [...links, ...forms];
}
