import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** A JSON Schema, or a reference to one. */
export type JsonSchema = Record<string, unknown>;

/** Named schemas of the document, collected while its parts refer to them. */
export class SchemaComponents {
  readonly schemas: Record<string, JsonSchema> = {};

  /** What `schema` is called or looks like in the document; `io`: as it is sent to the program, or as it comes from it. */
  schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: openToMore(io) }) as JsonSchema;
    const { $schema: _, $defs = {}, ...root } = withReferences(made);
    for (const [name, definition] of Object.entries($defs as Record<string, JsonSchema>)) this.add(name, definition);
    return root;
  }

  private add(name: string, definition: JsonSchema): void {
    const known = this.schemas[name];
    if (known && !isDeepStrictEqual(known, definition)) throw new Error(`Two different schemas are called ${name}.`);
    this.schemas[name] = definition;
  }

  /** Forgets what nothing refers to. */
  keepOnly(rest: unknown): void {
    const used = new Set<string>();
    const visit = (part: unknown) => {
      for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
        if (used.has(name!)) continue;
        used.add(name!);
        visit(this.schemas[name!]);
      }
    };
    visit(rest);
    for (const name of Object.keys(this.schemas)) if (!used.has(name)) delete this.schemas[name];
  }
}

/** What the program sends may have more members tomorrow, and no client should break of it; what it takes may not. */
function openToMore(io: 'input' | 'output') {
  return ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }) => {
    const { def } = zodSchema._zod;
    if (io === 'output' && def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties;
  };
}

function withReferences(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
