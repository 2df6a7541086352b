import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * A table of a page in docs/ whose every row is a test: between `<!-- name -->` and `<!-- /name -->`, after its two
 * lines of heading. UPDATE_GOLDEN=1 writes the rows anew, when all tests of the file
 * have run.
 */
export function createRowsOfDocs(page: string, name: string) {
  const path = fileURLToPath(new URL(`../../${page}`, import.meta.url));
  const isUpdate = process.env['UPDATE_GOLDEN'] === '1';
  const rows: string[] = [];
  const around = new RegExp(`(<!-- ${name} -->\\n\\n(?:\\|.*\\n){2})((?:\\|.*\\n)*)(\\n<!-- /${name} -->)`);
  // The formatter pads cells for the eye.
  const read = () =>
    around
      .exec(readFileSync(path, 'utf8'))?.[2]
      ?.split('\n')
      .map((line) => line.replace(/ +\|/g, ' |')) ?? [];
  return {
    expectRow(what: string, row: string): void {
      rows.push(row);
      if (isUpdate) return;
      expect(read().find((line) => line.startsWith(`| ${what} |`))).toBe(row.replace(/ +\|/g, ' |'));
    },
    write(): void {
      if (!isUpdate) return;
      const text = readFileSync(path, 'utf8');
      writeFileSync(
        path,
        text.replace(around, (_, before, __, after) => `${before}${rows.join('\n')}\n${after}`),
      );
    },
  };
}
