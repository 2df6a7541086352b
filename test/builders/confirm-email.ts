import type { Connection } from 'mysql2/promise';
import { rows } from '../setup/sql.js';
import { PASSWORD, type Client } from './client.js';

/** Asks for another address to sign in with and follows the mailed link, as its owner does. */
export async function moveTo(owner: Client, email: string, admin: Connection): Promise<void> {
  const { status } = await owner.patch('/me', { email, password: PASSWORD });
  if (status !== 200) throw new Error(`change of address: ${status}`);
  const mails = await rows<{ body: string }>(
    admin,
    'SELECT body FROM outbox_messages ORDER BY created_at DESC, id DESC',
  );
  const link = mails.map(({ body }) => /\/confirm-email\/[\w-]+/.exec(body)?.[0]).find((found) => found !== undefined);
  const confirmed = await fetch(`${owner.url}${link}`, { method: 'POST' });
  if (confirmed.status !== 200) throw new Error(`confirmation: ${confirmed.status}`);
}
