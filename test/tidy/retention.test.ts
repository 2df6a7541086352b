import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import '../../src/app.module.js';
import { declaredTables } from '../../src/platform/database/tables.js';
import { LOCALES } from '../../src/platform/kernel/actor.js';
import { retentionPage } from '../../src/ui/retention/retention-page.js';
import { RETENTION, retentionRows } from '../../src/ui/retention/retention-table.js';

/** TypeORM's own. */
const OF_NOBODY = ['schema_migrations'];

describe('the table of retention', () => {
  const tablesOf = ({ tables }: (typeof RETENTION)[number]) =>
    tables === 'book' ? [...declaredTables('book'), ...declaredTables('derived')] : tables;

  test('has each table that the product declares once: say in the room’s retention.ts how long a new one is kept', () => {
    expect(RETENTION.flatMap(tablesOf).sort()).toEqual([...declaredTables(), ...OF_NOBODY].sort());
  });

  test('names only columns of its own tables as what an erasure leaves', () => {
    for (const rule of RETENTION) {
      const strange = (rule.afterErasure?.columns ?? []).filter(
        (name) => !tablesOf(rule).includes(name.split('.')[0]!),
      );
      expect(strange).toEqual([]);
    }
  });

  test.each(LOCALES)('has words and the numbers of the settings (%s)', (locale) => {
    const settings = { snapshotRetentionDays: 11, mailRetentionDays: 22, sessionRetentionDays: 1 };
    const rows = retentionRows(settings, locale);
    const ofSettings = rows.filter(({ setting }) => setting !== null).map(({ keptFor }) => /^\d+/.exec(keptFor)?.[0]);
    expect(ofSettings.sort()).toEqual(['1', '11', '22']);
    expect(JSON.stringify(rows)).not.toMatch(/undefined|NaN|\[object/);
    expect(new Set(rows.map(({ what }) => what)).size).toBe(RETENTION.length);
  });
});

test('docs/retention.md says what the rules say', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/retention.md', import.meta.url)), 'utf8');
  if (page === retentionPage()) return;
  throw new Error(
    'docs/retention.md is not current. Make it anew with ' +
      '`npm run --silent cli -- retention --page > docs/retention.md` and read its difference.',
  );
});
