import { LruCache } from './lru-cache.js';

test('a cache keeps what was used last, and no more', () => {
  const made: string[] = [];
  const cache = new LruCache<string, string>(2);
  const get = (key: string) =>
    cache.get(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(get)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
