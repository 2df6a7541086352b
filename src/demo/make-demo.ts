import type { INestApplicationContext } from '@nestjs/common';
import { Demo } from './demo.service.js';

/** Makes what is missing of the demo, with a line before and one after where anything is. */
export async function makeDemo(app: INestApplicationContext, print: (line: string) => void): Promise<void> {
  const began = Date.now();
  const parts = await app.get(Demo).make({
    onPart: (_, number, of) => {
      if (number === 1) print(`Making the demo (${of} parts): businesses, fourteen months of books, banks, payments …`);
    },
  });
  if (parts > 0) print(`The demo is made (${((Date.now() - began) / 1000).toFixed(1)} s).`);
}
