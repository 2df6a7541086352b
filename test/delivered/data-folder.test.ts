import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { deliveredProduct } from '../setup/delivered-product.js';
import { until } from '../setup/until.js';

/** What any other user of the machine may do with it. */
const openTo = (path: string): number => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // Drafts come and go while it runs; a link says nothing of what it leads to.
  return found === undefined || found.isSymbolicLink() ? 0 : found.mode & 0o077;
};

test('nothing in the data folder of a running program is open to other users of the machine, the folder around it apart', async () => {
  const { dataDir } = await deliveredProduct();
  // Mails are delivered by a job, some time after they were queued.
  const names = await until('a mail', async () => {
    const found = readdirSync(dataDir, { recursive: true }) as string[];
    return found.includes('mail') && found;
  });
  // The folders that hold most: that there is something to look at.
  expect(names).toEqual(expect.arrayContaining(['mysql', 'mysql.sock', 'mail', 'audit', 'witness']));
  const open = ['', ...names].filter((name) => openTo(join(dataDir, name)) !== 0);
  expect(open).toEqual([]);
}, 300_000);
