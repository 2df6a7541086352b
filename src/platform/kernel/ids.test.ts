import fc from 'fast-check';
import { bytesToId, firstIdAt, idToBytes, isId, newId } from './ids.js';

describe('an id', () => {
  test('is the same after it was stored, and increases', () => {
    const ids = Array.from({ length: 1_000 }, () => newId());
    expect(ids.map((id) => bytesToId(idToBytes(id)))).toEqual(ids);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has one spelling', () => {
    const id = newId();
    expect(isId(id)).toBe(true);
    for (const other of [id.toUpperCase(), `{${id}}`, id.replaceAll('-', ''), ` ${id}`, '', undefined, [id]])
      expect(isId(other)).toBe(false);
    expect(() => idToBytes('no id')).toThrow();
  });

  test('of a moment or later is at or above the first of that moment, and of an earlier one below it', () => {
    const time = Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16);
    const id = idToBytes(newId());
    expect(Buffer.compare(firstIdAt(new Date(time)), id)).toBeLessThanOrEqual(0);
    expect(Buffer.compare(firstIdAt(new Date(time + 60_000)), id)).toBe(1);
    const moment = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        const order = Buffer.compare(firstIdAt(new Date(one)), firstIdAt(new Date(other)));
        expect(order).toBe(Math.sign(one - other));
      }),
    );
  });
});
