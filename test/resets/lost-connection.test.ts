import { Operations } from '../../src/log/commands/operations.service.js';
import { idToBytes } from '../../src/platform/kernel/ids.js';
import { MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { currentBook } from '../builders/books.js';
import { Client, type Answer } from '../builders/client.js';
import type { CutLine, Fate } from '../setup/cut-line.js';
import { CutScene } from '../setup/cut-scene.js';
import { rows } from '../setup/sql.js';
import type { TestApp } from '../setup/test-app.js';
import type { Connection } from 'mysql2/promise';

/**
 * The connection to the database is lost at each statement of a reset, before it arrives and after it was done, COMMIT
 * included. Whatever breaks: the books are reset or they are not, the log has one end of it, the answer is right, and the same
 * request again does it once.
 */
describe('a reset of which the connection is lost', () => {
  let scene: CutScene;
  let line: CutLine;
  let world: TestApp;
  let sql: Connection;
  let owner: Client;

  beforeAll(async () => {
    scene = await CutScene.start('cut');
    ({ world, line, sql } = scene);
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(world.url);
  });
  afterEach(() => {
    line.fate = () => 'arrives';
    line.isDown = false;
    shiftClock(0);
  });

  const resetWith = (key: string) => owner.reset({}, { 'Idempotency-Key': key });
  const isReset = async (before: Buffer) => !(await currentBook(sql, owner.businessId)).equals(before);
  /** The events of the operations that resets began since then, by their last word. */
  const ends = async (since = 0) => {
    const found = await rows<{ type: string; operation_id: string }>(
      sql,
      "SELECT type, operation_id FROM audit_events WHERE subject = ? AND type LIKE 'business.reset.%' AND id > ? ORDER BY id",
      [`business/${owner.businessId}`, since],
    );
    const byOperation = new Map<string, string[]>();
    for (const { type, operation_id: id } of found) {
      byOperation.set(id, [...(byOperation.get(id) ?? []), type.split('.').at(-1)!]);
    }
    return [...byOperation.values()];
  };

  /** The statements of one reset, of the connection that works on it, in order. */
  async function statementsOfAReset(): Promise<string[]> {
    const seen: string[] = [];
    line.fate = (statement) => {
      seen.push(statement);
      return 'arrives';
    };
    expect((await resetWith('seen')).status).toBe(201);
    line.fate = () => 'arrives';
    // From its asking on: what comes before is the session and the membership, and changes nothing.
    const from = seen.findIndex((statement) => statement.includes('INTO idempotency_keys'));
    expect(seen.slice(from).filter((statement) => statement === 'COMMIT')).toHaveLength(2);
    return seen.slice(from).filter((statement) => !isOfTheLog(statement));
  }

  /** The sequencer works beside it, on connections of its own account, and other jobs not at all. */
  const isOfTheLog = (statement: string) => /audit_(head|leaves|checkpoints|tiles|cosignatures)/.test(statement);

  /** Breaks the line at the n-th statement from the asking on. */
  function cutAt(n: number, fate: Fate): void {
    let [hasBegun, i] = [false, 0];
    line.fate = (statement) => {
      hasBegun ||= statement.includes('INTO idempotency_keys');
      if (!hasBegun || isOfTheLog(statement)) return 'arrives';
      return i++ === n ? fate : 'arrives';
    };
  }

  const lastEvent = async () =>
    Number((await rows<{ id: number }>(sql, 'SELECT MAX(id) AS id FROM audit_events'))[0]!.id);

  async function expectOneTruth(answer: Answer, before: Buffer, since: number, key: string): Promise<void> {
    line.fate = () => 'arrives';
    const done = await isReset(before);
    expect({ done, status: answer.status }).toEqual({ done, status: done ? 201 : 503 });
    for (const [asked, ...end] of await ends(since)) {
      expect({ asked, end }).toEqual({ asked: 'requested', end: [done ? 'completed' : 'failed'] });
    }
    // The same again: the same answer where it was done, or done now.
    const again = await resetWith(key);
    expect(again.status).toBe(201);
    if (done) expect(again.body).toEqual(answer.body);
    expect((await ends(since)).filter((words) => words.includes('completed'))).toHaveLength(1);
  }

  test('is done or not, said once in the log and rightly to the client, wherever it breaks', async () => {
    const statements = await statementsOfAReset();
    expect(statements.length).toBeGreaterThan(20);
    for (const fate of ['cut-before', 'cut-after'] as const) {
      for (const n of statements.keys()) {
        await owner.withContent();
        const [before, since] = [await currentBook(sql, owner.businessId), await lastEvent()];
        cutAt(n, fate);
        const answer = await resetWith(`${fate}-${n}`);
        await expectOneTruth(answer, before, since, `${fate}-${n}`);
      }
    }
  }, 240_000);

  describe('while COMMIT is on its way, and nobody can be asked', () => {
    /** The n-th COMMIT from the asking on is that of the work; then everything is down. */
    const goDownAtCommit = (fate: Fate) => {
      let commits = 0;
      let hasBegun = false;
      line.fate = (statement) => {
        hasBegun ||= statement.includes('INTO idempotency_keys');
        if (!hasBegun || line.isDown) return line.isDown ? 'cut-before' : 'arrives';
        if (statement !== 'COMMIT' || ++commits < 2) return 'arrives';
        line.isDown = true;
        return fate;
      };
    };

    test.each(['cut-before', 'cut-after'] as const)('(%s) leaves the end open until it is found out', async (fate) => {
      const before = await currentBook(sql, owner.businessId);
      goDownAtCommit(fate);
      const answer = await resetWith('down');
      expect(answer).toMatchObject({ status: 503, body: { code: 'OUTCOME_UNKNOWN' } });
      line.isDown = false;
      line.fate = () => 'arrives';
      const isDone = fate === 'cut-after';
      expect(await isReset(before)).toBe(isDone);
      expect(await ends()).toEqual([isDone ? ['requested', 'completed'] : ['requested']]);
      const operations = world.app.get(Operations);
      expect(await operations.endUnfinished()).toBe(false);
      shiftClock(3 * MINUTE_MS);
      expect(await operations.endUnfinished()).toBe(!isDone);
      shiftClock(0);
      expect(await ends()).toEqual([['requested', isDone ? 'completed' : 'failed']]);
      expect(await operations.endUnfinished()).toBe(false);
    });
  });

  test('has one end though its process wakes up after it was given up', async () => {
    const before = await currentBook(sql, owner.businessId);
    // The work waits at the business's row, longer than anybody thinks that it lives.
    await sql.query('START TRANSACTION');
    await sql.query('SELECT id FROM businesses WHERE id = ? FOR UPDATE', [idToBytes(owner.businessId)]);
    const waiting = resetWith('late');
    await new Promise((done) => setTimeout(done, 500));
    shiftClock(3 * MINUTE_MS);
    // Its row is locked as long as its transaction lives: it is left alone, however late it is.
    expect(await world.app.get(Operations).endUnfinished()).toBe(false);
    shiftClock(0);
    await sql.query('ROLLBACK');
    expect((await waiting).status).toBe(201);
    expect(await isReset(before)).toBe(true);
    expect(await ends()).toEqual([['requested', 'completed']]);
  });
});
