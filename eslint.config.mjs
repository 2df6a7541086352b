import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const typescript = ['**/*.{ts,tsx}'];
const tests = ['test/**/*.{ts,tsx}', '**/*.test.{ts,tsx}'];

export default defineConfig(
  globalIgnores(['dist/', 'node_modules/', 'coverage/', '.data/', 'test/.output/', 'test/golden/', 'test/fixtures/']),
  {
    rules: {
      eqeqeq: 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: typescript,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      // consistent-type-imports stays off: Nest injects by the imported class, which a type import would erase.
    },
  },
  {
    // A table of texts, not something that is followed line by line; files of them stay below 300 lines.
    files: ['src/ui/texts/*.ts', '**/*.texts.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': ['error', 300] },
  },
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      // Jest runs its global setup as CommonJS.
      '@typescript-eslint/no-require-imports': 'off',
      // The bodies of HTTP answers and the rows of raw SQL are any; the assertions on them are the check.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  prettier,
);
