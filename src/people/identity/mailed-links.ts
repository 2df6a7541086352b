import type { EntityManager } from 'typeorm';
import { createHash, randomBytes } from 'node:crypto';
import { selectOne, write, type Tx } from '../../platform/database/transaction.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { notFound } from '../../platform/kernel/app-error.js';
import { later, now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, newId, type UserId } from '../../platform/kernel/ids.js';
import type { mailed_links, users } from '../tables.generated.js';
import { MailedLink } from './identity.entity.js';

const TOKEN_BYTES = 32;

/** 256 random bits that a mail carries; the database holds their hash, so that a copy of it opens nothing. */
export const newToken = () => randomBytes(TOKEN_BYTES).toString('base64url');
export const tokenHash = (token: string) => createHash('sha256').update(token, 'utf8').digest();

/** Whose link it is, as that person is now. */
export interface LinkOwner {
  readonly id: UserId;
  readonly email: string;
  readonly locale: Locale;
}

/** A new link for a mail to this user; one that was mailed before for the same is worth nothing any more. */
export async function makeLink(
  tx: Tx,
  purpose: MailedLink['purpose'],
  { id, email }: Pick<LinkOwner, 'id' | 'email'>,
  lifetimeMs: number,
): Promise<string> {
  const token = newToken();
  await write(tx, 'DELETE FROM mailed_links WHERE user_id = ? AND purpose = ?', [idToBytes(id), purpose]);
  await tx.insert(MailedLink, {
    id: newId(),
    tokenHash: tokenHash(token),
    purpose,
    userId: id,
    email,
    createdAt: now(),
    expiresAt: later(lifetimeMs),
  });
  return token;
}

/**
 * Whose it is. Throws NOT_FOUND for a link that is unknown, used, replaced or too old, or of an address that its person has
 * changed since.
 */
export async function findLink(
  manager: EntityManager,
  purpose: MailedLink['purpose'],
  token: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<LinkOwner> {
  const row = await selectOne<Pick<mailed_links, 'user_id'> & Pick<users, 'email' | 'locale'>>(
    manager,
    `SELECT l.user_id, u.email, u.locale FROM mailed_links l JOIN users u ON u.id = l.user_id AND u.email = l.email
     WHERE l.token_hash = ? AND l.purpose = ? AND l.expires_at > ? ${lock}`,
    [tokenHash(token), purpose, now()],
  );
  if (!row) throw notFound('link');
  return { id: bytesToId<UserId>(row.user_id), email: row.email, locale: row.locale };
}

/** The same, and it is used with this. */
export async function takeLink(tx: Tx, purpose: MailedLink['purpose'], token: string): Promise<LinkOwner> {
  const owner = await findLink(tx, purpose, token, 'FOR UPDATE');
  await write(tx, 'DELETE FROM mailed_links WHERE token_hash = ?', [tokenHash(token)]);
  return owner;
}
