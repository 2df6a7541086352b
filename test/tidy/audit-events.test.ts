import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cataloguePage } from '../../src/log/events/catalogue-page.js';

test('docs/audit-events.md says what the catalogue says', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/audit-events.md', import.meta.url)), 'utf8');
  if (page === cataloguePage()) return;
  throw new Error(
    'docs/audit-events.md is not current. Make it anew with ' +
      '`npm run --silent cli -- audit catalogue > docs/audit-events.md` and read its difference.',
  );
});
