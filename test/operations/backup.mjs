import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  ask,
  auditLog,
  check,
  commandsOf,
  inFolder,
  runBlock,
  signUp,
  startBoth,
  startDatabase,
  until,
  verified,
} from './lib.mjs';

export const needs = { programs: ['mariadb', 'mariadb-dump', 'openssl'], packages: ['mariadb-client', 'openssl'] };

/** Backs up, goes on, loses database and all, restores: the log verifies, is signed and cosigned, and what came later is gone. */
export async function drill() {
  const [backUp, restore, verify] = commandsOf('backup');
  await inFolder(async (folder, atEnd) => {
    const database = await startDatabase(folder);
    atEnd(() => database.stop());
    const shell = {
      DATA_DIR: join(folder, 'data'),
      WITNESS_DATA_DIR: join(folder, 'witness'),
      BACKUP: join(folder, 'backup'),
      DATABASE_CNF: database.cnf,
      ...database.env,
      AUDIT_SIGNING_KEY: execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' }),
    };
    mkdirSync(shell.BACKUP);
    const { key, witnessPort, stop, url } = await startBoth(shell);
    const owner = await signUp(url);
    await ask(url + owner.of('/contacts'), { token: owner.token, json: { name: 'Before the backup' } });
    await until('a cosignature', async () => (await auditLog(url)).witness === 'cosigned');
    runBlock(backUp, shell);
    for (let i = 0; i < 5; i++) await ask(`${url}/api/v1/sessions`, { json: { email: `${i}@b.test`, password: 'x' } });
    await ask(url + owner.of('/contacts'), { token: owner.token, json: { name: 'After it' } });
    await until('a signature of it', async () => (await auditLog(url)).oldestPendingSeconds === 0);
    await stop();

    runBlock(restore, shell);
    const again = await startBoth(shell, { key, witnessPort });
    atEnd(again.stop);
    const contacts = await ask(again.url + owner.of('/contacts'), { token: owner.token });
    check('the contacts are those of the backup', /Before the backup/.test(contacts.body.items?.[0]?.name));
    check('and no others', contacts.body.items.length === 1);
    const reset = await ask(again.url + owner.of('/resets'), {
      token: owner.token,
      json: { signUpEmail: 'owner@drill.test' },
    });
    check('a reset is possible, since the log is open', reset.status === 201);
    await until('a cosignature of the new witness', async () => (await auditLog(again.url)).witness === 'cosigned');
    check('the whole log verifies', verified(runBlock(verify, shell)));
  });
}
