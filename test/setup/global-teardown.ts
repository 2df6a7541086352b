import { rmSync } from 'node:fs';

export default async function globalTeardown(): Promise<void> {
  const { stopDeliveredProduct } = require('./delivered-product.ts') as typeof import('./delivered-product.js');
  await stopDeliveredProduct();
  const running = globalThis.ardoiseTestServer;
  if (!running) return;
  await running.server.stop();
  rmSync(running.dataDir, { recursive: true, force: true });
}
