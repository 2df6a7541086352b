import type { INestApplication } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { DIFFERENCES } from '../books/book-comparison.js';
import { permissionMatrix } from '../policy/matrix.js';
import { commandOf, RECORDED_COMMANDS, REFUSALS_OF_ALL } from '../log/recorded-commands.js';
import { PERMISSION, type Permission } from '../policy/requires.decorator.js';
import { DESCRIPTION, type Description } from '../platform/api/describe.decorator.js';
import { SAMPLE } from '../platform/api/samples.js';
import { id } from '../platform/api/shapes.js';
import { MEMBER_ROLES } from '../platform/kernel/actor.js';
import { idempotencyKeySchema, pageSchema } from '../platform/kernel/schemas.js';
import { SchemaComponents, type JsonSchema } from './openapi-components.js';
import { introduction, TAGS } from './openapi-texts.js';
import { mayBeTriedAgain, PROBLEMS, statusOf, type ProblemCode } from './problem-schemas.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = { readonly in: string; readonly name: string; readonly $ref?: string };

interface Described {
  readonly description: Description;
  readonly permission: Permission;
}

/** The parameters that several operations share, by the name in their paths, queries and headers. */
const PARAMETERS: Readonly<
  Record<string, { component: string; description: string; schema: z.ZodType; example: string }>
> = {
  a: { component: 'LedgerAccountId', description: 'The id of a ledger account.', schema: id, example: SAMPLE.account },
  b: { component: 'BusinessId', description: 'The id of a business.', schema: id, example: SAMPLE.business },
  c: { component: 'ContactId', description: 'The id of a contact.', schema: id, example: SAMPLE.contact },
  e: { component: 'JournalEntryId', description: 'The id of an entry.', schema: id, example: SAMPLE.entry },
  k: { component: 'PackId', description: 'The id of a pack.', schema: id, example: SAMPLE.operation },
  f: { component: 'BankFeedId', description: 'The id of a bank feed.', schema: id, example: SAMPLE.feed },
  i: { component: 'InvoiceId', description: 'The id of an invoice.', schema: id, example: SAMPLE.invoice },
  n: { component: 'CreditNoteId', description: 'The id of a credit note.', schema: id, example: SAMPLE.operation },
  p: { component: 'PaymentId', description: 'The id of a payment.', schema: id, example: SAMPLE.payment },
  product: { component: 'ProductId', description: 'The id of a product.', schema: id, example: SAMPLE.entry },
  s: { component: 'SnapshotId', description: 'The id of a snapshot.', schema: id, example: SAMPLE.snapshot },
  t: { component: 'TaxRateId', description: 'The id of a tax rate.', schema: id, example: SAMPLE.account },
  invite: { component: 'InvitationId', description: 'The id of an invitation.', schema: id, example: SAMPLE.operation },
  session: { component: 'SessionId', description: 'The id of a session.', schema: id, example: SAMPLE.operation },
  invitation: {
    component: 'InvitationToken',
    description: 'The last part of the link of an invitation.',
    schema: z.string(),
    example: '3q2-7wABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijk',
  },
  userId: { component: 'UserId', description: 'The id of a person.', schema: id, example: SAMPLE.otherUser },
  token: {
    component: 'PayToken',
    description: 'The end of the address that `POST …/pay-link` gave.',
    schema: z.string(),
    example: '3q2-7wABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijk',
  },
  kind: {
    component: 'KindOfData',
    description: 'A kind of accounting data, as the counts and a comparison name it.',
    schema: z.string(),
    example: 'contacts',
  },
  difference: {
    component: 'Difference',
    description:
      'What only the snapshot has (`comesBack`), what only the other books have (`goes`), or what both have with other ' +
      'content (`changes`).',
    schema: z.enum(DIFFERENCES),
    example: 'comesBack',
  },
  limit: { component: 'Limit', description: '', schema: pageSchema.shape.limit, example: '50' },
  after: { component: 'After', description: '', schema: pageSchema.shape.after, example: SAMPLE.entry },
  'idempotency-key': {
    component: 'IdempotencyKey',
    description:
      '1 to 255 printable ASCII characters, chosen by the caller. The same key and body within 24 hours give the same ' +
      'answer, once the work is done. Without it every request counts; clients should always send one.',
    schema: idempotencyKeySchema,
    example: '5f0c6a52-0d0c-4c64-8a38-0c8a3c9f4d11',
  },
};

/** OpenAPI 3.1 of every handler that has a `@Describe`, from the schemas that check what comes in. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const components = new SchemaComponents();
  const described = describedHandlers(app);
  const document = SwaggerModule.createDocument(app, head(), {
    operationIdFactory: (controller, method) => `${controller}_${method}`,
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? { schema: components.schemaOf(schema, schemaType) } : undefined,
  });
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item) as [string, Operation][]) {
      const handler = described.get(operation.operationId ?? '');
      if (handler) complete(path, operation, handler, components);
      else delete item[method as 'get'];
    }
    if (Object.keys(item).length === 0) delete document.paths[path];
  }
  const { securitySchemes } = document.components ?? {};
  const parameters = sharedParameters(components);
  components.keepOnly([document.paths, parameters]);
  const { schemas } = components;
  return { ...document, components: { schemas, parameters, headers: HEADERS, securitySchemes } } as OpenAPIObject;
}

function head() {
  const builder = new DocumentBuilder()
    .setTitle('Ardoise')
    .setDescription(introduction())
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The token of `POST /api/v1/sessions`.' }, 'bearer')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'A key that `npm run cli -- audit reader-key add` printed.' },
      'readerKey',
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The setting METRICS_TOKEN.' }, 'metricsToken');
  for (const { name, description } of TAGS) builder.addTag(name, description);
  return builder.build();
}

/** `Controller_method` → what it says of itself. */
function describedHandlers(app: INestApplication): Map<string, Described> {
  const found = new Map<string, Described>();
  const scanner = new MetadataScanner();
  for (const { controllers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, object>;
      for (const name of scanner.getAllMethodNames(prototype)) {
        const description = Reflect.getMetadata(DESCRIPTION, prototype[name]!) as Description | undefined;
        const permission = Reflect.getMetadata(PERMISSION, prototype[name]!) as Permission | undefined;
        if (description && permission) found.set(`${metatype.name}_${name}`, { description, permission });
      }
    }
  }
  return found;
}

/** What Nest knows of an operation, with what its description, its permission and its schemas say. */
function complete(path: string, operation: Operation, handler: Described, components: SchemaComponents): void {
  const { description, permission } = handler;
  operation.operationId = operation.operationId!.replace(/Controller_/, '_');
  operation.summary = description.summary;
  operation.description = `${description.description}\n\n**Permission:** ${permissionInWords(permission)}`;
  Object.assign(operation, { 'x-permission': permissionAsData(permission) });
  operation.parameters = parametersOf(path, (operation.parameters ?? []) as Parameter[], components) as never;
  if (permission.kind === 'public') operation.security = [];
  if (description.security) operation.security = description.security.map((scheme) => ({ ...scheme })) as never;
  addExamples(operation, components);
  const codes = codesOf(path, operation, handler);
  operation.responses = { ...answersOf(description, components), ...problemsOf(codes, components) } as never;
}

const holdersOf = ({ action, on }: Permission & { kind: 'policy' }) =>
  permissionMatrix()
    .find((row) => row.action === action && row.on === on)!
    .who.filter((person) => person === 'original-owner' || (MEMBER_ROLES as readonly string[]).includes(person));

function permissionInWords(permission: Permission): string {
  if (permission.kind === 'public') return `none: ${permission.why}.`;
  if (permission.kind === 'signed-in') return 'anybody who is signed in.';
  return `\`${permission.action} ${permission.on}\`: ${holdersOf(permission).join(', ')}.`;
}

function permissionAsData(permission: Permission): object {
  if (permission.kind !== 'policy') return { kind: permission.kind };
  const { kind, action, on } = permission;
  return { kind, action, on, holders: holdersOf(permission) };
}

/** Each once, by reference where it is shared: those of the path first, also the business, which only the guard reads. */
function parametersOf(path: string, known: readonly Parameter[], components: SchemaComponents): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ in: 'path', name: name! }));
  const rest = known.filter((parameter) => parameter.in !== 'path');
  return [...inPath, ...rest].map((parameter) => {
    const shared = PARAMETERS[parameter.name];
    if (shared) return { $ref: `#/components/parameters/${shared.component}` };
    return withExample(parameter, components);
  });
}

function sharedParameters(components: SchemaComponents): Record<string, object> {
  return Object.fromEntries(
    Object.entries(PARAMETERS).map(([name, { component, description, schema, example }]) => {
      const place = { limit: 'query', after: 'query', 'idempotency-key': 'header' }[name] ?? 'path';
      const { description: own, ...made } = components.schemaOf(schema, 'input');
      return [
        component,
        {
          in: place,
          name: name === 'idempotency-key' ? 'Idempotency-Key' : name,
          required: place === 'path',
          description: description || own,
          schema: made,
          example: name === 'limit' ? Number(example) : example,
        },
      ];
    }),
  );
}

function withExample(parameter: object, components: SchemaComponents): object {
  const { schema } = parameter as { schema?: JsonSchema };
  return { ...parameter, ...(schema && { example: exampleIn(schema, components) }) };
}

/** The example that a named schema carries. */
function exampleIn(schema: JsonSchema, components: SchemaComponents): unknown {
  const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1)! : undefined;
  const { example, examples } = (name ? components.schemas[name] : schema) as {
    example?: unknown;
    examples?: unknown[];
  };
  return example ?? examples?.[0];
}

function addExamples(operation: Operation, components: SchemaComponents): void {
  const body = operation.requestBody as
    { content?: Record<string, { schema: JsonSchema; example?: unknown }> } | undefined;
  for (const media of Object.values(body?.content ?? {})) media.example ??= exampleIn(media.schema, components);
}

/** The codes that an operation can answer with: those it names, and those that all of its kind share. */
function codesOf(path: string, operation: Operation, { description, permission }: Described): Set<ProblemCode> {
  const codes = new Set<ProblemCode>(['MALFORMED_REQUEST', 'DATABASE_UNAVAILABLE', 'INTERNAL']);
  if (permission.kind !== 'public') codes.add('UNAUTHENTICATED');
  if (permission.kind === 'policy') {
    const holders = holdersOf(permission);
    const command = commandOf(permission);
    if (command) for (const code of [...RECORDED_COMMANDS[command].refusals, ...REFUSALS_OF_ALL]) codes.add(code);
    else if (MEMBER_ROLES.some((role) => !holders.includes(role))) codes.add('FORBIDDEN');
  }
  if (path.includes('{')) codes.add('NOT_FOUND');
  const takes = JSON.stringify(operation.parameters);
  if (operation.requestBody || /Limit|IdempotencyKey|"in":"query"/.test(takes)) codes.add('VALIDATION');
  if (operation.requestBody) for (const code of ['TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) codes.add(code);
  // Readings are recorded too, so that any operation may find the disk full.
  codes.add('STORAGE_FULL');
  for (const code of description.problems ?? []) codes.add(code);
  return codes;
}

function answersOf(description: Description, components: SchemaComponents): Record<string, object> {
  return Object.fromEntries(
    Object.entries(description.answers).map(([status, says]) => {
      if (description.body === null) return [status, { description: says }];
      const schema = components.schemaOf(description.body, 'output');
      const media = { schema, example: exampleIn(schema, components) };
      return [status, { description: says, content: { [description.mediaType ?? 'application/json']: media } }];
    }),
  );
}

const HEADERS = {
  'Retry-After': { description: 'After how many seconds to try again.', schema: { type: 'integer', minimum: 0 } },
  'WWW-Authenticate': { description: 'How to authenticate.', schema: { type: 'string' } },
};

/** By status, each with the codes that it can have and an example of each. */
function problemsOf(codes: ReadonlySet<ProblemCode>, components: SchemaComponents): Record<string, object> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of PROBLEMS.keys()) {
    if (codes.has(code)) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, its]) => {
      const schemas = its.map((code) => components.schemaOf(PROBLEMS.get(code)!, 'output'));
      const examples = Object.fromEntries(its.map((code, i) => [code, { value: exampleIn(schemas[i]!, components) }]));
      const schema = schemas.length === 1 ? schemas[0] : { oneOf: schemas };
      return [
        status,
        {
          description: its.map((code) => `\`${code}\``).join(', '),
          ...(headersOf(status, its) && { headers: headersOf(status, its) }),
          content: { 'application/problem+json': { schema, examples } },
        },
      ];
    }),
  );
}

function headersOf(status: number, codes: readonly ProblemCode[]): object | undefined {
  if (status === 401) return { 'WWW-Authenticate': { $ref: '#/components/headers/WWW-Authenticate' } };
  if (codes.some(mayBeTriedAgain)) return { 'Retry-After': { $ref: '#/components/headers/Retry-After' } };
  return undefined;
}
