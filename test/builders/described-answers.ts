import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** An answer as it came, and what it came to. */
export interface ReceivedAnswer {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly mediaType: string;
  readonly body: unknown;
}

interface Media {
  readonly schema: object;
}

export interface DescribedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, Media>> }>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, Media & { example?: unknown }>> };
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly [more: string]: unknown;
}

export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
}

/** Holds answers against an OpenAPI document: each with its status, media type, schema and problem code. */
export class DescribedAnswers {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly routes: { method: string; pattern: RegExp; pointer: string[]; operation: DescribedOperation }[];

  constructor(document: ApiDocument) {
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema(closed(document) as object, 'api');
    this.routes = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        method: method.toUpperCase(),
        pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
        pointer: ['paths', path, method],
        operation,
      })),
    );
  }

  /** Throws when the document does not say that this may be answered. */
  check(answer: ReceivedAnswer): void {
    const path = answer.path.split('?')[0]!;
    const route = this.routes.find(({ method, pattern }) => method === answer.method && pattern.test(path));
    const faults = route ? this.faultsOf(route, answer) : faultsOfNowhere(answer);
    if (faults.length === 0) return;
    const { method, status } = answer;
    throw new Error(
      `${method} ${path} answered ${status} ${JSON.stringify(answer.body)?.slice(0, 1_000)}\n` +
        `which is not in the OpenAPI document; see @Describe at its handler:\n${faults.join('\n')}`,
    );
  }

  private faultsOf({ pointer, operation }: (typeof this.routes)[number], answer: ReceivedAnswer): string[] {
    const said = operation.responses[answer.status];
    if (!said) return [`no answer ${answer.status} is described`];
    if (!said.content) return answer.body === '' ? [] : ['no body is described'];
    if (!said.content[answer.mediaType]) return [`the media type ${answer.mediaType} is not described`];
    return this.validate(
      [...pointer, 'responses', String(answer.status), 'content', answer.mediaType, 'schema'],
      answer.body,
    );
  }

  /** What is wrong with a value by the schema at a place of the document. */
  validate(pointer: readonly string[], value: unknown): string[] {
    const reference = `api#/${pointer.map((step) => encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/')}`;
    const validate = this.compiled.get(reference) ?? this.ajv.compile({ $ref: reference });
    this.compiled.set(reference, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`,
    );
  }
}

/** Where there is no operation, the introduction of the document promises NOT_FOUND or an unreadable address. */
function faultsOfNowhere({ status, body }: ReceivedAnswer): string[] {
  const code = (body as { code?: string } | undefined)?.code ?? '';
  const known = (status === 404 && code === 'NOT_FOUND') || ['MALFORMED_REQUEST', 'TOO_LARGE'].includes(code);
  return known ? [] : ['there is no such operation'];
}

/**
 * Clients must ignore members that they do not know, so the document leaves its answers open; a test must not: each
 * object with named members has no others here.
 */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  if (copy.type === 'object' && copy.properties && !('additionalProperties' in copy)) copy.additionalProperties = false;
  return copy;
}

let current: Promise<DescribedAnswers> | undefined;

/** The answers that the running program describes. All programs that a test starts are built from the same sources. */
export function describedAnswersOf(url: string): Promise<DescribedAnswers> {
  current ??= readDocument(url)
    .then((document) => new DescribedAnswers(document))
    .catch((error: unknown) => {
      current = undefined;
      throw error;
    });
  return current;
}

export async function readDocument(url: string): Promise<ApiDocument> {
  return (await (await fetch(`${url}/api/openapi.json`)).json()) as ApiDocument;
}
