// As the product runs; a bare `npx jest` behaves like `npm test`.
process.env.NODE_ENV = 'production';

/**
 * Real database, real HTTP: a test may wait for a lock or a commit, so the limit is generous and never the assertion.
 * @type {import('jest').Config}
 */
export default {
  // Node's own modules, not Jest's sandbox: see the decision "Tests run in Node's own modules".
  testEnvironment: '<rootDir>/test/setup/native/environment.cjs',
  runtime: '<rootDir>/test/setup/native/runtime.cjs',
  rootDir: '.',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.tsx?$': ['@swc/jest', { swcrc: true }] },
  globalSetup: '<rootDir>/test/setup/global-setup.ts',
  globalTeardown: '<rootDir>/test/setup/global-teardown.ts',
  testSequencer: '<rootDir>/test/setup/longest-first.mjs',
  testTimeout: 60_000,
  maxWorkers: 3,
  // Between two files a worker above this is replaced, and loads all anew: ten seconds of a processor. One that has loaded
  // the application holds some 600 MB and grows slowly.
  workerIdleMemoryLimit: '1200MB',
};
