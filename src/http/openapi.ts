import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { ERROR_CODES } from '../kernel/app-error.js';
import { STATUS_OF_KIND } from './problem.filter.js';

/** OpenAPI 3.1 at `/api/openapi.json`, its page at `/api/docs`; public, since it describes and holds nothing. */
export function serveOpenApi(app: INestApplication): void {
  const document = describe(app);
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Ardoise API',
    customCss: '.topbar { display: none }',
  });
}

function describe(app: INestApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Ardoise')
    .setDescription(`Reset and restore of a business's books.\n\n${codesTable()}`)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    standardSchemaConverter: (schema) => {
      if (!(schema instanceof z.ZodType)) return undefined;
      return { schema: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
    },
  });
  for (const path of Object.keys(document.paths)) if (!path.startsWith('/api/')) delete document.paths[path];
  for (const [path, item] of Object.entries(document.paths)) declareParameters(path, item);
  return document;
}

/** Every parameter of a path, also the business, which the guard reads and so no handler names. */
function declareParameters(path: string, item: OpenAPIObject['paths'][string]): void {
  for (const [, name] of path.matchAll(/\{(\w+)\}/g)) {
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
      if (!operation) continue;
      operation.parameters ??= [];
      if (operation.parameters.some((known) => 'in' in known && known.in === 'path' && known.name === name)) continue;
      operation.parameters.unshift({
        in: 'path',
        name: name!,
        required: true,
        schema: { type: 'string', format: 'uuid' },
      });
    }
  }
}

function codesTable(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { kind, title }]) => `| \`${code}\` | ${STATUS_OF_KIND[kind]} | ${title} |`,
  );
  return [
    'Errors are `application/problem+json` (RFC 9457) with a stable `code`:',
    '',
    '| code | status | meaning |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}
