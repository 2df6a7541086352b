import fc from 'fast-check';
import { bytesToId, isId } from '../platform/kernel/ids.js';
import { IdSeries } from './id-series.js';

const index = fc.nat(2 ** 31 - 1);

describe('the ids of an import', () => {
  test('are ids, the same for the same index, and in the order of the index', () => {
    const series = new IdSeries();
    fc.assert(
      fc.property(index, index, (one, other) => {
        expect(isId(bytesToId(series.at(one)))).toBe(true);
        expect(series.at(one)).toEqual(series.at(one));
        expect(Math.sign(Buffer.compare(series.at(one), series.at(other)))).toBe(Math.sign(one - other));
      }),
    );
  });

  test('of two imports are apart, though they begin in the same millisecond', () => {
    const ids = Array.from({ length: 100 }, () => new IdSeries().at(0).toString('hex'));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
