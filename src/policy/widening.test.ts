import { widens } from './widening.js';

describe('another role', () => {
  test.each([
    ['support', 'support-lead', true],
    ['support-lead', 'support', false],
    ['support', 'support', false],
    ['support', 'compliance', true],
    ['compliance', 'support', true],
    ['compliance', 'operator', true],
    ['operator', 'support', true],
  ] as const)('from %s to %s gives more rights: %s', (from, to, more) => expect(widens(from, to)).toBe(more));
});
