import '../../src/app.module.js';
import { bookManifest } from '../../src/books/manifest.js';
import { uiTexts } from '../../src/ui/texts/texts.js';

test('every kind of accounting data has a name to count it by, in both languages', () => {
  const kinds = bookManifest().map(({ countName }) => countName);
  for (const { counts } of [uiTexts.fr, uiTexts.en]) {
    const unnamed = kinds.filter((kind) => !Object.hasOwn(counts, kind));
    expect({ 'name it in src/ui/texts/counts.ts': unnamed }).toEqual({ 'name it in src/ui/texts/counts.ts': [] });
  }
});
