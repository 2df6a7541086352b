import fc from 'fast-check';
import type { Connection } from 'mysql2/promise';
import type { DataSource } from 'typeorm';
// Declares every table of a book, for the digests.
import '../../src/app.module.js';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { idToBytes } from '../../src/platform/kernel/ids.js';
import { contentOf } from '../builders/books.js';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';
import { settingsOn } from '../setup/server-process.js';
import { connectSql, rows } from '../setup/sql.js';
import { Diary } from './interleaving/diary.js';
import { Fleet } from './interleaving/fleet.js';
import { People } from './interleaving/people.js';
import { Play } from './interleaving/play.js';
import { BUSINESSES, OPENING, scenarios, type Scenario } from './interleaving/scenario.js';
import { endLeases, settle } from './interleaving/settle.js';
import { Verification } from './interleaving/verify.js';

/**
 * Random owners, members, writers, feed connections, resets, restores and process kills against one database. What the
 * outside world was told is kept in a diary, and at rest the database is compared with it.
 *
 * ARDOISE_INTERLEAVING_RUNS makes it longer. A failure prints seed and path; ARDOISE_INTERLEAVING_SEED and
 * ARDOISE_INTERLEAVING_PATH play the same commands again (their timing is the operating system's own).
 */
const env = process.env;
const RUNS_DEFAULT = 8;
const BEGIN_NO_RUN_AFTER_MS = 28_000;
const runs = Number(env['ARDOISE_INTERLEAVING_RUNS'] ?? RUNS_DEFAULT);
const isBounded = env['ARDOISE_INTERLEAVING_RUNS'] === undefined;
const replay = {
  ...(env['ARDOISE_INTERLEAVING_SEED'] && { seed: Number(env['ARDOISE_INTERLEAVING_SEED']) }),
  ...(env['ARDOISE_INTERLEAVING_PATH'] && { path: env['ARDOISE_INTERLEAVING_PATH'] }),
};
const PROCESSES = 2;

describe('under any interleaving', () => {
  let database: TestDatabase;
  let fleet: Fleet;
  let admin: Connection;
  let dataSource: DataSource;
  const played = { runs: 0, writes: 0, resets: 0, restores: 0, refusals: 0, lost: 0 };

  beforeAll(async () => {
    database = await createTestDatabase('interleaving');
    const { appUrl, adminUrl } = database;
    await migrate(database);
    const settings = { ...settingsOn(database), DATABASE_POOL_SIZE: '12', PANEL: 'off' };
    fleet = await Fleet.launch(PROCESSES, settings, adminUrl);
    admin = await connectSql(adminUrl);
    dataSource = await openDataSource(appUrl, 4);
  }, 180_000);

  afterAll(async () => {
    await fleet?.stop();
    await dataSource?.destroy();
    admin?.destroy();
    await database?.drop();
  }, 60_000);

  /** The content of a book just after its seal, unless it was opened again before we came to look. */
  async function look(diary: Diary, bookId: string, sealedAt: string): Promise<void> {
    const runner = dataSource.createQueryRunner();
    try {
      await runner.connect();
      await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
      const [book] = (await runner.query('SELECT sealed_at FROM books WHERE id = ?', [idToBytes(bookId)])) as {
        sealed_at: Date | null;
      }[];
      if (book?.sealed_at?.toISOString() === sealedAt) {
        diary.seen.push({ bookId, sealedAt, digest: await contentOf(runner, bookId) });
      }
    } finally {
      await runner.query('COMMIT').catch(() => undefined);
      await runner.release();
    }
  }

  /** Restores snapshots one after the other while nobody writes: each is to the last byte what it was. */
  async function restoreEach(people: People, business: number): Promise<string[]> {
    const owner = people.as(business, 'original-owner', await fleet.url(0));
    const { body } = await owner.get<{ id: string; digest?: string }[]>(owner.of('/snapshots'));
    const wrong: string[] = [];
    for (const { id, digest } of body.slice(0, 3)) {
      const before = await contentOf(dataSource, id);
      if (digest !== undefined && digest !== `sha256:${before}`) wrong.push(`snapshot ${id}: its digest does not hold`);
      const { status } = await owner.restore({ snapshotId: id });
      if (status !== 201) wrong.push(`snapshot ${id}: restoring it was answered with ${status}`);
      if ((await contentOf(dataSource, id)) !== before) wrong.push(`snapshot ${id}: restored, it is not what it was`);
    }
    return wrong;
  }

  async function play(scenario: Scenario): Promise<void> {
    const diary = new Diary();
    const people = await People.signUp(await fleet.url(0));
    played.runs += 1;
    const stage = {
      fleet,
      people,
      diary,
      name: `run${played.runs}`,
      onSealed: (bookId: string, sealedAt: string) => look(diary, bookId, sealedAt),
      onKilled: () => endLeases(admin),
    };
    await new Play(stage, scenario).run();
    await settle(admin, people, await fleet.url(0), diary);
    const problems = [...diary.surprises];
    for (let business = 0; business < BUSINESSES; business++) {
      const verification = () => new Verification(admin, dataSource, diary, people.businessId(business)).problems();
      problems.push(...(await verification()));
      problems.push(...(await restoreEach(people, business)));
    }
    count(diary);
    expect(problems).toEqual([]);
  }

  function count(diary: Diary): void {
    const done = diary.switches.filter(({ outcome }) => outcome === 'done');
    played.writes += diary.writes.filter(({ outcome }) => outcome === 'done').length;
    played.resets += done.filter(({ kind }) => kind === 'reset').length;
    played.restores += done.filter(({ kind }) => kind === 'restore').length;
    played.refusals += diary.switches.filter(({ outcome }) => outcome === 'refused').length;
    played.lost += [...diary.writes, ...diary.switches].filter(({ outcome }) => outcome === 'unknown').length;
  }

  test(
    'no committed write is lost or lands in a sealed book, every switch has its event, what is restored is what it was',
    async () => {
      const began = performance.now();
      const property = fc.asyncProperty(scenarios, async (scenario) => {
        if (isBounded && played.runs > 0 && performance.now() - began > BEGIN_NO_RUN_AFTER_MS) return;
        await play(scenario);
      });
      await fc.assert(property, { numRuns: runs, examples: [[OPENING]], endOnFailure: true, ...replay });
      if (env['ARDOISE_INTERLEAVING_PATH'] === undefined) {
        // That something was tried at all.
        expect(Math.min(played.writes, played.resets, played.restores, played.refusals, fleet.killed)).toBeGreaterThan(
          0,
        );
      }
      const strangers = await rows(admin, 'SELECT id FROM book_switches WHERE audit_event_id IS NULL');
      expect(strangers).toEqual([]);
      if (env['ARDOISE_INTERLEAVING_RUNS']) console.log({ ...played, kills: fleet.killed });
    },
    isBounded ? 180_000 : runs * 60_000,
  );
});
