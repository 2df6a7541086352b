import { createConnection } from 'mysql2/promise';
import type { DataSource } from 'typeorm';
import type { DatabaseAddress } from '../address.js';
import { declaredTables, type TableSide } from '../tables.js';
import { tlsOf } from '../tls.js';

/** The two accounts that migrations give their rights. */
export type Role = 'app' | 'sequencer';

/**
 * What the application's user may do, table by table; it may change no schema. The log is the point of it: events can
 * be added and read, never changed or deleted, whatever a bug or an injected statement asks for.
 */
const BY_SIDE: Record<Exclude<TableSide, 'audit'>, string> = {
  kept: 'SELECT, INSERT, UPDATE, DELETE',
  book: 'SELECT, INSERT, UPDATE, DELETE',
  derived: 'SELECT, INSERT, UPDATE, DELETE',
  infrastructure: 'SELECT, INSERT, UPDATE, DELETE',
};

const BY_TABLE: Record<string, string> = {
  audit_events: 'SELECT, INSERT (event_id, payload)',
  audit_pending: 'SELECT, INSERT',
  audit_business_seqs: 'SELECT, INSERT, UPDATE',
  audit_personal_details: 'SELECT, INSERT',
  audit_head: 'SELECT',
  audit_leaves: 'SELECT',
  audit_tiles: 'SELECT',
  audit_checkpoints: 'SELECT',
  audit_cosignatures: 'SELECT',
  book_switches: 'SELECT, INSERT',
  snapshot_holds: 'SELECT, INSERT, UPDATE',
  support_requests: 'SELECT, INSERT, UPDATE',
  pay_links: 'SELECT, INSERT',
  checkouts: 'SELECT, INSERT',
  provider_events: 'SELECT, INSERT',
  pay_link_revocations: 'SELECT, INSERT',
  reviews: 'SELECT, INSERT, UPDATE',
  review_reports: 'SELECT, INSERT',
  review_items: 'SELECT, INSERT, UPDATE',
  staff_requests: 'SELECT, INSERT, UPDATE',
  access_reviews: 'SELECT, INSERT, UPDATE',
  access_review_items: 'SELECT, INSERT, UPDATE',
  online_payments: 'SELECT, INSERT, UPDATE (last_recorded_in)',
  schema_migrations: 'SELECT',
};

/** The sequencer and signer: they add to the tree and move its head, and can neither write events nor anything else. */
const OF_SEQUENCER: Record<string, string> = {
  audit_events: 'SELECT',
  audit_pending: 'SELECT, DELETE',
  audit_head: 'SELECT, UPDATE (tree_size, root)',
  audit_leaves: 'SELECT, INSERT',
  audit_tiles: 'SELECT, INSERT',
  audit_checkpoints: 'SELECT, INSERT',
  audit_cosignatures: 'SELECT, INSERT',
};

/** Gives an account its rights on the schema `owner` has migrated. Safe to repeat; the owner needs GRANT OPTION. */
export async function grantTo(role: Role, owner: DataSource, address: DatabaseAddress): Promise<void> {
  const account = await accountOf(address);
  for (const [table, rights] of Object.entries(rightsOf(role))) {
    await owner.query(`GRANT ${rights} ON \`${address.database}\`.\`${table}\` TO ${account}`);
  }
}

/** The account as the server knows it, quoted: which host it was created for only a connection of its own can tell. */
async function accountOf(address: DatabaseAddress): Promise<string> {
  const { host, port, socketPath, user, password } = address;
  const connection = await createConnection({ host, port, socketPath, user, password, ...tlsOf(address) });
  try {
    const [rows] = await connection.query('SELECT CURRENT_USER() AS account');
    const { account } = (rows as { account: string }[])[0]!;
    const at = account.lastIndexOf('@');
    return [account.slice(0, at), account.slice(at + 1)].map((part) => connection.escape(part)).join('@');
  } finally {
    await connection.end();
  }
}

/** Table → privileges, for every table on which the role has any. */
export function rightsOf(role: Role): Record<string, string> {
  if (role === 'sequencer') return OF_SEQUENCER;
  const rights: Record<string, string> = { schema_migrations: BY_TABLE.schema_migrations! };
  for (const side of ['kept', 'book', 'derived', 'infrastructure'] as const) {
    for (const table of declaredTables(side)) rights[table] = BY_TABLE[table] ?? BY_SIDE[side];
  }
  for (const table of declaredTables('audit')) {
    const named = BY_TABLE[table];
    if (!named) throw new Error(`Say what the application may do with the audit table ${table}.`);
    rights[table] = named;
  }
  return rights;
}
