import fc from 'fast-check';
import { bilingual, lookUp, together } from './bilingual.js';
import { plural } from './plural.js';
import { textsFor } from './texts.js';
import { typeset } from './typeset.js';

const NBSP = '\u00a0';

describe('texts in both languages', () => {
  const greeting = bilingual(
    (n) => ({
      title: 'Attention : « non »',
      many: (count: number) => n(count, '# facture : due', '# factures : dues'),
      nested: { list: ['a : b', 'c'] },
    }),
    (n) => ({
      title: 'Mind: "no"',
      many: (count) => n(count, '# invoice : due', '# invoices : due'),
      nested: { list: ['a : b', 'c'] },
    }),
  );

  test('are typeset in French, wherever a text lies, and left alone in English', () => {
    expect(greeting.fr.title).toBe(`Attention${NBSP}: «${NBSP}non${NBSP}»`);
    expect(greeting.fr.many(2)).toBe(`2${NBSP}factures${NBSP}: dues`);
    expect(greeting.fr.nested.list).toEqual([`a${NBSP}: b`, 'c']);
    expect(greeting.en.nested.list).toEqual(['a : b', 'c']);
    expect(greeting.en.many(2)).toBe(`2${NBSP}invoices : due`);
  });

  test('of several pages lie under their names, beside what stands by itself', () => {
    const all = together(
      { greeting },
      bilingual(
        () => ({ more: 'Plus' }),
        () => ({ more: 'More' }),
      ),
    );
    expect([all.fr.more, all.en.more, all.en.greeting.title]).toEqual(['Plus', 'More', 'Mind: "no"']);
  });

  test('are what their own language says of itself on every page', () => {
    expect([textsFor('fr').layout.otherLanguage, textsFor('en').layout.otherLanguage]).toEqual(['English', 'Français']);
  });

  // Each @ts-expect-error is the test: the compiler says that it is not used as soon as what it stands before compiles.
  test('do not compile where English lacks what French has, or says it in another form', () => {
    bilingual(
      () => ({ one: 'Un', two: 'Deux' }),
      // @ts-expect-error a text is missing
      () => ({ one: 'One' }),
    );
    bilingual(
      () => ({ many: (count: number) => `${count} factures` }),
      // @ts-expect-error a text that counts in French must count in English
      () => ({ many: 'invoices' }),
    );
    bilingual(
      () => ({ page: { title: 'Titre' } }),
      // @ts-expect-error a text is missing inside a section
      () => ({ page: {} }),
    );
  });
});

describe('a count in words', () => {
  test.each([
    ['fr', 0, `0${NBSP}facture`],
    ['fr', 1, `1${NBSP}facture`],
    ['fr', 2, `2${NBSP}factures`],
    ['fr', 12_345, `12${NBSP}345${NBSP}factures`],
    ['en', 0, `0${NBSP}invoices`],
    ['en', 1, `1${NBSP}invoice`],
    ['en', 12_345, `12,345${NBSP}invoices`],
  ] as const)('follows the rules of %s for %d', (locale, count, said) => {
    const [one, other] = locale === 'fr' ? ['# facture', '# factures'] : ['# invoice', '# invoices'];
    expect(plural(locale)(count, one, other)).toBe(said);
  });
});

test('what was typeset once is not changed by it again, and nothing but spaces is changed by it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab :;«»?! ', NBSP), maxLength: 20 }), (text) => {
      const once = typeset(text);
      expect(typeset(once)).toBe(once);
      expect(once.replaceAll(NBSP, ' ')).toBe(text.replaceAll(NBSP, ' '));
    }),
  );
});

test('a key from elsewhere finds a text of the table or none, never what every object has', () => {
  expect(lookUp({ contacts: 'Contacts' }, 'contacts')).toBe('Contacts');
  for (const key of ['constructor', '__proto__', 'toString', ''])
    expect(lookUp({ contacts: 'Contacts' }, key)).toBeUndefined();
});
