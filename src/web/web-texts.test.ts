import { EVENT_CATALOGUE } from '../log/events/event-catalogue.js';
import { webTexts } from './texts.js';
import { lookUp } from '../ui/texts/bilingual.js';

/** Every text with its path, functions written out for the numbers that languages treat differently. */
function written(texts: unknown, path = ''): [string, string][] {
  if (typeof texts === 'string') return [[path, texts]];
  if (typeof texts === 'function') {
    return [0, 1, 2, 5, 1_000_000].map((n) => [`${path}(${n})`, (texts as (n: number) => string)(n)]);
  }
  return Object.entries(texts as object).flatMap(([key, value]) =>
    written(value, path === '' ? key : `${path}.${key}`),
  );
}

const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

const { fr, en } = webTexts;

describe('the texts of the pages', () => {
  const french = new Map(written(fr));
  const english = new Map(written(en));

  it('exist in both languages, and none is empty', () => {
    expect([...english.keys()].sort()).toEqual([...french.keys()].sort());
    expect([...french, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('leave the same places to fill in', () => {
    for (const [path, text] of french)
      expect([path, placesOf(english.get(path) ?? '')]).toEqual([path, placesOf(text)]);
  });

  it('leave no number unsaid', () => {
    expect([...french, ...english].filter(([, text]) => text.includes('#'))).toEqual([]);
  });

  it('follow the typography of Québec', () => {
    const wrong = [...french].filter(([, text]) =>
      /[ \u00a0\u202f][;?!]| :|« | »|[«][^\u00a0]|[^\u00a0][»]|\w'\w/.test(text),
    );
    expect(wrong).toEqual([]);
  });

  it('use the words that the product promises', () => {
    expect([fr.nav.settings, fr.nav.personalisation, fr.manage.title]).toEqual([
      'Paramètres',
      'Personnalisation',
      'Gérer vos données',
    ]);
    expect([en.nav.settings, en.nav.personalisation, en.manage.title]).toEqual([
      'Settings',
      'Personalisation',
      'Manage your data',
    ]);
    expect([fr.nav.more, en.nav.more]).toEqual(['Plus', 'More']);
    expect([fr.manage.resetButton, fr.reset.submit]).toEqual([
      'Réinitialiser mes données',
      'Réinitialiser les données',
    ]);
    expect([en.manage.resetButton, en.reset.submit]).toEqual(['Reset my data', 'Reset the data']);
    expect([fr.manage.recoverButton, fr.recover.submit]).toEqual(['Récupérer mes données', 'Récupérer les données']);
    expect([en.manage.recoverButton, en.recover.submit]).toEqual(['Recover my data', 'Recover the data']);
  });

  it('tell every event of a business in words', () => {
    const ofBusinesses = Object.entries(EVENT_CATALOGUE).filter(([, kind]) => kind.subject === 'business');
    expect(ofBusinesses.map(([type]) => type).filter((type) => !lookUp(fr.history.events, type))).toEqual([]);
  });

  it('say nothing for a key that is none of theirs', () => {
    expect(lookUp(fr.counts, 'contacts')).toBe('Contacts');
    expect(lookUp(fr.counts, 'constructor')).toBeUndefined();
  });
});
