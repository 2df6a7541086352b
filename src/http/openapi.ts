import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import type { Express, RequestHandler } from 'express';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { describeApi } from './openapi-document.js';

const DOCUMENT_PATH = '/api/openapi.json';
const PAGE_PATH = '/api/docs';

const PAGE = `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Ardoise API</title>
  <link rel="icon" type="image/png" href="${PAGE_PATH}/favicon-32x32.png">
  <link rel="stylesheet" href="${PAGE_PATH}/swagger-ui.css">
  <link rel="stylesheet" href="${PAGE_PATH}/index.css">
</head>
<body>
  <div id="swagger-ui"></div>
  <script src="${PAGE_PATH}/swagger-ui-bundle.js"></script>
  <script src="${PAGE_PATH}/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '${DOCUMENT_PATH}',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  docExpansion: 'none',
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
});
`;

const ASSETS = ['favicon-32x32.png', 'index.css', 'swagger-ui.css', 'swagger-ui-bundle.js'];

/**
 * OpenAPI 3.1 at `/api/openapi.json`, its page at `/api/docs`; public, since it describes and holds nothing. The page is
 * our own around Swagger UI's script: the one that @nestjs/swagger makes has styles in its text, which no strict policy
 * allows.
 */
export function serveOpenApi(app: INestApplication): void {
  // Made when it is first asked for: it would be a tenth of every start, and most starts never show it.
  SwaggerModule.setup('api/docs', app, () => describeApi(app), {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: DOCUMENT_PATH,
  });
  const server = app.getHttpAdapter().getInstance() as Express;
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  server.get(PAGE_PATH, send('html', PAGE));
  server.get(`${PAGE_PATH}/start.js`, send('js', START));
  for (const name of ASSETS)
    server.get(`${PAGE_PATH}/${name}`, (_, response) => response.sendFile(name, { root: folder }));
}

const send =
  (type: 'html' | 'js', text: string): RequestHandler =>
  (_, response) => {
    response.type(type).send(text);
  };
