import { z } from 'zod';
import { EVENT_CATALOGUE, EVENT_TYPES } from './event-catalogue.js';
import { commonData, type EventKind } from './event-schemas.js';
import { OCSF_CLASSES, OCSF_KINDS } from './ocsf.js';

/** What is used here of JSON Schema. */
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly description?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | false;
}

const COMMON_FIELDS: Readonly<Record<keyof typeof commonData, string>> = {
  business_seq: 'the number of the event among those of its business, from 1 and without gaps',
  operation_id: 'what the events of one attempt have in common',
  outcome: 'how it ended; `pending` is what has only been asked for',
  reason: 'why not, as a code of the API',
  ticket: "the number of the request in the support team's own system",
  actor: 'who: the kind of actor, the id (or the name of a job), the roles, and whether it is the original owner',
  authorization: 'what was decided, and the rule that decided',
  precondition:
    'what was checked: whether it held, when it was read, and each bank feed with its status and since when',
  snapshot: 'the snapshot; its digest and counts once they are computed',
  request: 'the id of the request, and a digest of the personal details, which lie beside the log and can be erased',
  salt: 'random, so that the hash of the event tells nothing to those who do not have it',
};

/** `docs/audit-events.md`: every type of event, from the catalogue that writing is checked against. */
export function cataloguePage(): string {
  return `${[...introduction(), ...EVENT_TYPES.flatMap(sectionOf)].join('\n')}\n`;
}

function introduction(): string[] {
  return [
    '# Events of the audit log',
    '',
    'Made from `src/log/events/event-catalogue.ts` by `npm run --silent cli -- audit catalogue`; do not edit. An event that is not',
    'here, or does not fit, cannot be written. Types and fields are added, never renamed or taken away.',
    '',
    '## What every event has',
    '',
    'An event is a CloudEvents 1.0 envelope in canonical JSON (RFC 8785): `specversion`, `id` (UUIDv7), `source`, `type`,',
    '`subject` (kind and id of what it is about), `time` (UTC, milliseconds) and `data`. Of `data`, those with a star are always',
    'there:',
    '',
    ...Object.entries(COMMON_FIELDS).map(([name, what]) => {
      const schema: z.ZodType = commonData[name as keyof typeof commonData];
      return `- \`${name}\`${schema.isOptional() ? '' : '\\*'}: ${what}`;
    }),
    '- `details`\\*: what only this type has, below',
    '',
    'Digests are `sha256:` and hexadecimal digits. Who reads the log finds no names, addresses or free text in it.',
  ];
}

function sectionOf(type: (typeof EVENT_TYPES)[number]): string[] {
  const kind: EventKind = EVENT_CATALOGUE[type];
  const demands = Object.entries(kind.demands ?? {}).flatMap(([name, schema]) => demandOf(name, schema as z.ZodType));
  const details = fieldsOf(jsonSchema(kind.details));
  const [className, activity] = OCSF_KINDS[type];
  const { uid, name, activities } = OCSF_CLASSES[className];
  return [
    '',
    `## ${type}`,
    '',
    kind.summary,
    '',
    `- Subject: \`${kind.subject}/…\``,
    `- Outcome: ${kind.outcomes.map((outcome) => `\`${outcome}\``).join(' or ')}`,
    ...(demands.length > 0 ? [`- Always has: ${demands.join('; ')}`] : []),
    `- Details: ${details.length > 0 ? details.join('; ') : 'none'}`,
    `- OCSF: ${name} (${uid}), ${activity} (${(activities as Record<string, number>)[activity]})`,
  ];
}

function jsonSchema(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema) as Schema;
}

/** A common field as this type demands it; of an actor only what is demanded beyond the rest. */
function demandOf(name: string, schema: z.ZodType): string[] {
  const { properties = {}, required = [], description } = jsonSchema(schema);
  if (name !== 'actor') return [`\`${name}\`${description ? ` (${description})` : ''}`];
  const usual = jsonSchema(commonData.actor).required ?? [];
  return required
    .filter((field) => !usual.includes(field))
    .map(
      (field) =>
        `\`actor.${field}\`${properties[field]!.const === undefined ? '' : ` (${JSON.stringify(properties[field]!.const)})`}`,
    );
}

function fieldsOf({ properties = {}, required = [] }: Schema): string[] {
  return Object.entries(properties).map(
    ([name, field]) => `\`${name}\` (${required.includes(name) ? '' : 'optional '}${inWords(field)})`,
  );
}

function inWords(schema: Schema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(' or ');
  if (schema.type === 'integer') return 'whole number';
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'array') return `list of ${inWords(schema.items ?? {})}`;
  if (schema.type === 'object') {
    const values = schema.additionalProperties;
    return values ? `names with ${inWords(values)}` : fieldsOf(schema).join(', ');
  }
  if (schema.format === 'uuid') return 'id';
  if (schema.format === 'date-time') return 'time';
  if (schema.pattern === '^[0-9a-f]{64}$') return '64 hexadecimal digits';
  return 'text';
}
