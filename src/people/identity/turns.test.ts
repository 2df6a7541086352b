import { Turns } from './turns.js';

describe('turns', () => {
  const options = { atOnce: 2, waitingMax: 6, waitingOfOneMax: 3 };

  /** Work that ends when it is told. */
  function work() {
    const ends: (() => void)[] = [];
    return { ends, run: () => new Promise<void>((end) => ends.push(end)) };
  }
  const settled = () => new Promise((done) => setImmediate(done));
  const outcome = (turn: Promise<void>) =>
    turn.then(
      () => 'done',
      (error: { code?: string; extra?: object }) => `${error.code} ${JSON.stringify(error.extra)}`,
    );

  test('are a few at once, in the order in which they came', async () => {
    const turns = new Turns(options);
    const { ends, run } = work();
    const all = [1, 2, 3].map(() => turns.take('one', run));
    await settled();
    expect(ends).toHaveLength(2);
    ends[0]!();
    await all[0];
    await settled();
    expect(ends).toHaveLength(3);
    ends.slice(1).forEach((end) => end());
    await Promise.all(all);
  });

  test('leave room for another when one asks two hundred times at once', async () => {
    const turns = new Turns(options);
    const { ends, run } = work();
    const flood = Array.from({ length: 200 }, () => outcome(turns.take('flood', run)));
    const other = outcome(turns.take('other', run));
    const more = ['a', 'b', 'c'].map((asker) => outcome(turns.take(asker, run)));
    for (let turn = 0; turn < 10; turn++) {
      await settled();
      ends.forEach((end) => end());
    }
    expect((await Promise.all(flood)).filter((one) => one === 'done')).toHaveLength(2 + 3);
    expect(await other).toBe('done');
    // The line is as long as it may be for everybody together.
    expect(await Promise.all(more)).toEqual(['done', 'done', 'BUSY {"retryAfterSeconds":2}']);
  });

  test('go on after work that fails', async () => {
    const turns = new Turns({ ...options, atOnce: 1 });
    await expect(turns.take('one', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await turns.take('one', () => Promise.resolve());
  });
});
