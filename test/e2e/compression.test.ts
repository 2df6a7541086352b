import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, createBrotliDecompress, gunzipSync } from 'node:zlib';
import express from 'express';
import { compressAnswers } from '../../src/http/compress.js';
import { Client, PASSWORD } from '../builders/client.js';
import { PanelClient } from '../builders/panel-client.js';
import { sendInvoice } from '../builders/payments.js';
import { Scene } from '../setup/scene.js';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** As it came over the wire. */
  readonly bytes: Buffer;
}

/** Without what `fetch` does by itself: nothing is decompressed. */
async function ask(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(chunks) };
}

describe('what goes over the wire', () => {
  let scene: Scene;
  let owner: Client;
  let cookie: string;

  beforeAll(async () => {
    scene = await Scene.start('compression', { PANEL: 'on' });
    owner = await Client.signUp(scene.url);
    cookie = `ardoise_session=${owner.token}`;
  });
  afterAll(() => scene.stop());

  const assetsOf = async (path: string) =>
    [...(await ask(scene.url + path)).bytes.toString().matchAll(/"(\/assets\/[^"]+)"/g)].map(([, url]) => url!);

  describe('style and script', () => {
    test('have the hash of their content in their name, and may be kept for ever', async () => {
      for (const url of [...(await assetsOf('/sign-in')), ...(await assetsOf('/admin/sign-in'))]) {
        expect(url).toMatch(/^\/assets\/[a-z]+-[A-Z0-9]{8}\.(css|js)$/);
        const { status, headers } = await ask(scene.url + url);
        expect(status).toBe(200);
        expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
        expect(headers['set-cookie']).toBeUndefined();
        expect(headers['x-content-type-options']).toBe('nosniff');
      }
    });

    test('come as the build compressed them, in what the browser takes', async () => {
      const [url] = await assetsOf('/sign-in');
      const plain = await ask(scene.url + url!);
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.headers.vary).toBe('Accept-Encoding');
      for (const [accepted, encoding, open] of [
        ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
        ['gzip', 'gzip', gunzipSync],
        ['br;q=0, gzip', 'gzip', gunzipSync],
      ] as const) {
        const { headers, bytes } = await ask(scene.url + url!, { 'Accept-Encoding': accepted });
        expect(headers['content-encoding']).toBe(encoding);
        expect(headers['content-length']).toBe(String(bytes.length));
        expect(headers.etag).not.toBe(plain.headers.etag);
        expect(open(bytes)).toEqual(plain.bytes);
      }
    });

    test('are not sent to who has them', async () => {
      const [url] = await assetsOf('/sign-in');
      const { headers } = await ask(scene.url + url!);
      const again = await ask(scene.url + url!, { 'If-None-Match': headers.etag! });
      expect([again.status, again.bytes.length]).toEqual([304, 0]);
    });

    test('of another name are no file, and that is not kept', async () => {
      for (const name of ['manifest.json', 'ardoise-AAAAAAAA.css', '..%2fmain.js', 'ardoise.css']) {
        const { status, headers } = await ask(`${scene.url}/assets/${name}`);
        expect([name, status, headers['cache-control']]).toEqual([name, 404, 'no-store']);
      }
    });
  });

  describe('what is made for a request', () => {
    const accept = { 'Accept-Encoding': 'gzip, br' };

    test('is compressed: pages, JSON, CSV, and what the log exports', async () => {
      const api = { Authorization: `Bearer ${owner.token}` };
      const asked: [string, Record<string, string>][] = [
        ['/sign-in', {}],
        [`/b/${owner.businessId}`, { Cookie: cookie }],
        [`/b/${owner.businessId}/reports/trial-balance/file?format=csv`, { Cookie: cookie }],
        [`/api/v1/businesses/${owner.businessId}/ledger-accounts`, api],
        ['/api/openapi.json', {}],
      ];
      for (const [path, headers] of asked) {
        const small = await ask(scene.url + path, { ...accept, ...headers });
        const large = await ask(scene.url + path, headers);
        expect([path, small.status, small.headers['content-encoding']]).toEqual([path, 200, 'br']);
        expect(small.headers.vary).toContain('Accept-Encoding');
        const opened = brotliDecompressSync(small.bytes);
        if (large.bytes.length > 1024) expect(opened.length).toBeGreaterThan(2 * small.bytes.length);
        expect(opened.length).toBe(large.bytes.length);
      }
    });

    test('of people is kept by nobody', async () => {
      const { headers } = await ask(`${scene.url}/b/${owner.businessId}`, { Cookie: cookie, ...accept });
      expect(headers['cache-control']).toBe('no-store');
    });

    test('is not compressed where it shows a secret', async () => {
      const invoice = await sendInvoice(owner);
      const staff = await PanelClient.signedIn(scene.world.app, scene.url, 'support');
      const link = `/b/${owner.businessId}/invoices/${invoice.id}/pay-link`;
      const { headers } = await ask(scene.url + link, { ...accept, Cookie: cookie });
      const enrolment = await staff.form('/second-factor/enrolment', { password: PASSWORD }, accept);
      expect(enrolment.text).toContain('qr-code');
      for (const said of [headers, Object.fromEntries(enrolment.headers)]) {
        expect(said['content-encoding']).toBeUndefined();
        expect(said['cache-control']).toBe('no-store, no-transform');
      }
    });

    test('is sent on as it grows, not when it is whole', async () => {
      const app = express().use(compressAnswers());
      let goOn!: () => void;
      const firstIsThere = new Promise<void>((resolve) => (goOn = resolve));
      app.get('/', async (_, response) => {
        response.type('text/csv').write('the first line\n');
        await firstIsThere;
        response.end('the last line\n');
      });
      const server = createServer(app).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const [response] = (await once(get(`http://127.0.0.1:${port}/`, { headers: accept }), 'response')) as [
        IncomingMessage,
      ];
      let told = '';
      for await (const chunk of response.pipe(createBrotliDecompress())) {
        told += String(chunk);
        if (told.includes('first')) goOn();
      }
      expect(told).toBe('the first line\nthe last line\n');
      server.close();
    });
  });
});
