import type { Connection } from 'mysql2/promise';
import { verifySnapshots } from '../../src/cli/verify-snapshots.js';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { SnapshotVerification } from '../../src/books/snapshot-verification.service.js';
import { idToBytes, type BusinessId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { createRowsOfDocs } from '../builders/docs-table.js';
import { Scene } from '../setup/scene.js';
import { withoutGuards } from '../log/log-tamper/rows-of-log.js';

/** What somebody does to a snapshot who has the database; `?` is the snapshot's id. */
const TAMPERINGS: Readonly<Record<string, string>> = {
  'change a row of a sealed book': "UPDATE contacts SET name = 'Somebody else' WHERE book_id = ?",
  'delete a row of a sealed book': 'DELETE FROM contacts WHERE book_id = ?',
  'add a row to a sealed book':
    "INSERT INTO contacts (book_id, id, kind, name, created_at) VALUES (?, UUID_TO_BYTES, 'customer', 'Nobody', NOW(6))",
  'move a row out of a sealed book':
    'UPDATE contacts SET book_id = (SELECT current_book_id FROM businesses ORDER BY id DESC LIMIT 1) WHERE book_id = ?',
  "change a snapshot's digest": "UPDATE books SET digest = UNHEX(SHA2('x', 256)) WHERE id = ?",
  "take a snapshot's digest away": 'UPDATE books SET digest = NULL, counts = NULL, digested_at = NULL WHERE id = ?',
  "change a snapshot's counts": `UPDATE books SET counts = '{"contacts":7}' WHERE id = ?`,
  'let a snapshot name another event':
    "UPDATE books SET digest_event_id = (SELECT event_id FROM audit_events WHERE type = 'business.signed-up' LIMIT 1) WHERE id = ?",
  'move the moment of the seal': 'UPDATE books SET sealed_at = sealed_at - INTERVAL 1 DAY WHERE id = ?',
  'keep a snapshot for longer or less long': 'UPDATE books SET expires_at = expires_at - INTERVAL 1 DAY WHERE id = ?',
};

describe('tampering with a snapshot', () => {
  const docs = createRowsOfDocs('docs/audit.md', 'snapshot-tamper-table');
  let scene: Scene;
  let owner: Client;
  let snapshotId: string;

  beforeAll(async () => {
    scene = await Scene.start('snapshot-tamper');
  });
  afterAll(async () => {
    docs.write();
    await scene.stop();
  });
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url);
    const { body } = await owner.reset();
    snapshotId = (body.snapshot as { id: string }).id;
    while (await scene.world.app.get(SnapshotDigests).digestNext());
  });

  /** What `snapshot verify` prints of this business. */
  const verified = async () => {
    const lines: string[] = [];
    const verification = scene.world.app.get(SnapshotVerification);
    const isContent = await verifySnapshots(verification, owner.businessId as BusinessId, (line) => lines.push(line));
    return { isContent, lines };
  };
  const run = async (sql: Connection, statement: string) => {
    const id = idToBytes(snapshotId);
    await sql.query(statement.replace('UUID_TO_BYTES', "UNHEX('01900000000070008000000000000000')"), [id]);
  };
  const refusal = async (sql: Connection, statement: string): Promise<string> => {
    await sql.query('START TRANSACTION');
    try {
      await run(sql, statement);
      return '–';
    } catch (error) {
      const { message } = error as Error;
      if (/SEALED_BOOK|ANCHORED/.test(message)) return 'trigger';
      throw error;
    } finally {
      await sql.query('ROLLBACK');
    }
  };

  test('finds nothing in one that is as it was', async () => {
    expect(await verified()).toEqual({
      isContent: true,
      lines: [expect.stringMatching(/^[0-9a-f-]{36} {2}sha256:[0-9a-f]{64} {2}ok$/), '1 snapshots, none differs.'],
    });
  });

  test.each(Object.entries(TAMPERINGS))('%s', async (what, statement) => {
    const [app, ownerOfSchema] = [await refusal(scene.sql.app, statement), await refusal(scene.sql.owner, statement)];
    await withoutGuards(scene.sql.admin, () => run(scene.sql.admin, statement), '%');
    const { isContent, lines } = await verified();
    expect({ isContent, last: lines.at(-1) }).toEqual({
      isContent: false,
      last: '1 of 1 snapshots differ from the log.',
    });
    const found = lines.slice(1, -1).map((line) => line.trim());
    docs.expectRow(what, `| ${what} | ${app} | ${ownerOfSchema} | ${found.join('<br>')} |`);
  });

  test('open a snapshot again without a restore', async () => {
    const other = await Client.withBooks(scene.url);
    const { sql } = scene;
    await withoutGuards(
      sql.admin,
      async () => {
        await sql.admin.query(
          'UPDATE books SET sealed_at = NOW(6), sealed_by = ? WHERE business_id = ? AND sealed_at IS NULL',
          ['restore', idToBytes(owner.businessId)],
        );
        await run(sql.admin, 'UPDATE books SET sealed_at = NULL WHERE id = ?');
      },
      '%',
    );
    const { isContent, lines } = await verified();
    expect(isContent).toBe(false);
    expect(lines).toContain('  the row in books says another moment of its seal than the log, or none');
    expect(other.businessId).not.toBe(owner.businessId);
  });
});
