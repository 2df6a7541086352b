import type { Connection } from 'mysql2/promise';
import { formatCheckpoint } from '../../../src/platform/tlog/checkpoint.js';
import { leafHash, rootOf } from '../../../src/platform/tlog/merkle.js';
import { formatNote, signText, type Signer } from '../../../src/platform/tlog/signed-note.js';
import { nodesFromTiles, TILE_WIDTH, tileRoot } from '../../../src/platform/tlog/tiles.js';
import { rows } from '../../setup/sql.js';

/** What somebody does to the log who has the database. */
export interface Tampering {
  /** As the table in the docs says it. */
  readonly what: string;
  /** Statements; tried as each account with the guards in place, then forced without them. */
  readonly sql?: readonly string[];
  /** An event waits in the queue. */
  readonly isWaiting?: boolean;
  /** Where nobody finds it because it does no harm: why. */
  readonly harmless?: string;
  /** What takes more than statements; forced only. */
  readonly force?: (hands: Hands) => Promise<void>;
}

/** What the attacker has. */
export interface Hands {
  readonly admin: Connection;
  /** The log's own key. */
  readonly stolen: Signer;
  /** Overwrites the file of checkpoints beside the database. */
  readonly rewriteFile: (note: string) => void;
  readonly restoreOldBackup: () => Promise<void>;
}

const of = (index: number) => `(SELECT id FROM audit_leaves WHERE leaf_index = ${index})`;
const HEARTBEAT = (time: string) =>
  `{"data":{"actor":{"roles":[],"type":"system"},"details":{},"outcome":"success","request":{"digest":"sha256:${'0'.repeat(64)}","id":"x"},"salt":"${'0'.repeat(32)}"},"id":"01900000-0000-7000-8000-000000000000","source":"ardoise","specversion":"1.0","subject":"log/x","time":"${time}","type":"audit.heartbeat"}`;
const INSERT_EVENT = (time: string) =>
  `INSERT INTO audit_events (event_id, payload) VALUES (UNHEX('01900000000070008000000000000000'), '${HEARTBEAT(time)}')`;

const EVENTS: Tampering[] = [
  {
    what: 'change the bytes of an event',
    sql: [`UPDATE audit_events SET payload = REPLACE(payload, '"success"', '"denied"') WHERE id = ${of(40)}`],
  },
  {
    what: 'swap two events',
    sql: [
      `UPDATE audit_events SET id = 0 WHERE id = ${of(260)}`,
      `UPDATE audit_events SET id = ${of(260)} WHERE id = ${of(261)}`,
      `UPDATE audit_events SET id = ${of(261)} WHERE id = 0`,
    ],
  },
  { what: 'delete an event in the middle', sql: [`DELETE FROM audit_events WHERE id = ${of(40)}`] },
  { what: 'delete all events', sql: ['TRUNCATE TABLE audit_events'] },
  { what: 'add an event past the queue', sql: [INSERT_EVENT(new Date().toISOString())] },
  {
    what: 'add an event that claims to be of last year',
    sql: [INSERT_EVENT('2025-01-01T00:00:00.000Z'), 'INSERT INTO audit_pending (id) SELECT MAX(id) FROM audit_events'],
  },
  {
    what: 'move the time at which an event was recorded',
    sql: [`UPDATE audit_events SET recorded_at = recorded_at - INTERVAL 1 DAY WHERE id = ${of(40)}`],
  },
  {
    what: 'change the personal details beside an event',
    sql: ["UPDATE audit_personal_details SET details = '{}' ORDER BY event_id LIMIT 1"],
  },
];

const TREE: Tampering[] = [
  { what: 'change a leaf', sql: ["UPDATE audit_leaves SET leaf_hash = UNHEX(SHA2('x', 256)) WHERE leaf_index = 40"] },
  {
    what: 'swap two leaves',
    sql: [
      'UPDATE audit_leaves a JOIN audit_leaves b ON (a.leaf_index, b.leaf_index) IN ((260, 261), (261, 260)) SET a.leaf_hash = b.leaf_hash',
    ],
  },
  { what: 'delete a leaf in the middle', sql: ['DELETE FROM audit_leaves WHERE leaf_index = 260'] },
  { what: 'delete the last leaf', sql: ['DELETE FROM audit_leaves ORDER BY leaf_index DESC LIMIT 1'] },
  { what: 'delete all leaves', sql: ['TRUNCATE TABLE audit_leaves'] },
  {
    what: 'add a leaf',
    sql: [
      INSERT_EVENT(new Date().toISOString()),
      "INSERT INTO audit_leaves (leaf_index, id, leaf_hash) SELECT (SELECT tree_size FROM audit_head), MAX(id), UNHEX(SHA2('x', 256)) FROM audit_events",
    ],
  },
  {
    what: 'change a tile',
    sql: ["UPDATE audit_tiles SET hashes = CONCAT(UNHEX(SHA2('x', 256)), SUBSTRING(hashes, 33))"],
  },
  { what: "change a tile's hash on the level above", sql: ["UPDATE audit_tiles SET root = UNHEX(SHA2('x', 256))"] },
  { what: 'delete a tile', sql: ['DELETE FROM audit_tiles'] },
  { what: 'delete all tiles', sql: ['TRUNCATE TABLE audit_tiles'] },
  {
    what: 'add a tile where none is full yet',
    sql: [
      "INSERT INTO audit_tiles (level, tile_index, hashes, root) VALUES (0, 1, REPEAT(UNHEX(SHA2('x', 256)), 256), UNHEX(SHA2('x', 256)))",
    ],
  },
  { what: 'move the head forward', sql: ['UPDATE audit_head SET tree_size = tree_size + 1'] },
  { what: 'move the head back', sql: ['UPDATE audit_head SET tree_size = tree_size - 1'] },
  { what: "change the head's root", sql: ["UPDATE audit_head SET root = UNHEX(SHA2('x', 256))"] },
  { what: 'delete the head', sql: ['DELETE FROM audit_head'] },
];

const FORGED = `CONCAT('ardoise/audit', CHAR(10), '9999', CHAR(10), TO_BASE64(UNHEX(SHA2('x', 256))), CHAR(10), CHAR(10), '— ardoise/audit ', REPLACE(TO_BASE64(REPEAT('x', 68)), CHAR(10), ''), CHAR(10))`;

const SIGNED: Tampering[] = [
  {
    what: 'change a checkpoint',
    sql: [`UPDATE audit_checkpoints SET note = REPLACE(${FORGED}, '9999', tree_size) ORDER BY tree_size DESC LIMIT 1`],
  },
  {
    what: 'delete the last checkpoint',
    sql: [
      'DELETE FROM audit_cosignatures ORDER BY tree_size DESC LIMIT 1',
      'DELETE FROM audit_checkpoints ORDER BY tree_size DESC LIMIT 1',
    ],
  },
  {
    what: 'delete all checkpoints',
    sql: ['TRUNCATE TABLE audit_cosignatures', 'TRUNCATE TABLE audit_checkpoints'],
  },
  {
    what: 'add a checkpoint that nobody signed',
    sql: [`INSERT INTO audit_checkpoints (tree_size, note, signed_at) VALUES (9999, ${FORGED}, UTC_TIMESTAMP(6))`],
  },
  {
    what: 'change a cosignature',
    sql: [
      "UPDATE audit_cosignatures SET line = CONCAT(LEFT(line, CHAR_LENGTH(line) - 8), 'AAAAA==', CHAR(10)) ORDER BY tree_size DESC LIMIT 1",
    ],
  },
  {
    what: 'delete a cosignature',
    harmless: 'nobody: the witness is asked again and gives it again',
    sql: ['DELETE FROM audit_cosignatures ORDER BY tree_size DESC LIMIT 1'],
  },
];

const QUEUE: Tampering[] = [
  {
    what: 'take an event out of the queue before it is in the tree',
    isWaiting: true,
    sql: ['DELETE FROM audit_pending ORDER BY id LIMIT 1'],
  },
  { what: 'empty the queue', isWaiting: true, sql: ['TRUNCATE TABLE audit_pending'] },
  {
    what: 'queue an event again that is in the tree',
    sql: [`INSERT INTO audit_pending (id) SELECT id FROM audit_leaves WHERE leaf_index = 40`],
  },
];

const WHOLE: Tampering[] = [
  { what: 'restore an old backup of the database', force: ({ restoreOldBackup }) => restoreOldBackup() },
  {
    what: 'rewrite an event and everything that follows from it but the signatures',
    force: async ({ admin }) => void (await rewrite(admin)),
  },
  {
    what: 'the same, and sign it with the stolen key of the log',
    force: async (hands) => void (await resign(hands)),
  },
  {
    what: 'the same, and rewrite the file of checkpoints too',
    force: async (hands) => hands.rewriteFile(await resign(hands)),
  },
];

export const TAMPERINGS: readonly Tampering[] = [...EVENTS, ...TREE, ...SIGNED, ...QUEUE, ...WHOLE];

/** Another history from entry 40 on, consistent in itself. Returns the new head. */
async function rewrite(admin: Connection): Promise<{ size: number; root: Buffer }> {
  await admin.query(`UPDATE audit_events SET payload = REPLACE(payload, '"success"', '"denied"') WHERE id = ${of(40)}`);
  const entries = await rows<{ payload: Buffer; leaf_index: number }>(
    admin,
    'SELECT l.leaf_index, e.payload FROM audit_leaves l JOIN audit_events e ON e.id = l.id ORDER BY l.leaf_index',
  );
  const hashes = entries.map(({ payload }) => leafHash(payload));
  for (const [index, hash] of hashes.entries()) {
    await admin.query('UPDATE audit_leaves SET leaf_hash = ? WHERE leaf_index = ?', [hash, index]);
  }
  const tile = Buffer.concat(hashes.slice(0, TILE_WIDTH));
  await admin.query('UPDATE audit_tiles SET hashes = ?, root = ?', [tile, tileRoot(tile)]);
  const node = nodesFromTiles(async (level, index) =>
    level === 0 ? Buffer.concat(hashes.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH)) : tileRoot(tile),
  );
  const head = { size: hashes.length, root: await rootOf(hashes.length, node) };
  await admin.query('UPDATE audit_head SET tree_size = ?, root = ?', [head.size, head.root]);
  return head;
}

async function resign({ admin, stolen }: Hands): Promise<string> {
  const text = formatCheckpoint({ origin: stolen.key.name, ...(await rewrite(admin)) });
  const note = formatNote({ text, signatures: [signText(text, stolen)] });
  await admin.query('DELETE FROM audit_cosignatures');
  await admin.query('DELETE FROM audit_checkpoints');
  await admin.query(
    'INSERT INTO audit_checkpoints (tree_size, note, signed_at) SELECT tree_size, ?, UTC_TIMESTAMP(6) FROM audit_head',
    [note],
  );
  return note;
}
