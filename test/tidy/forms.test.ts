import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

describe('a form that is posted', () => {
  test('is a PostForm, which says whose page it stood on', () => {
    const others = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.test)\.tsx$/.test(file) && file !== 'ui/components/post-form.tsx')
      .flatMap((file) => {
        const tags = readFileSync(join(SOURCES, file), 'utf8').match(/<form\b[^>]*?method=\{?["']post/gi) ?? [];
        return tags.map((tag) => `${file} ${tag}`);
      });
    expect(others).toEqual([]);
  });
});
