import { sampleDraft } from '../../../test/builders/sample-event.js';
import { EVENT_TYPES } from '../../log/events/event-catalogue.js';
import { textsFor } from '../../ui/texts/texts.js';
import { panelTextsFor } from './texts.js';

const LOCALES = ['fr', 'en'] as const;

/** Every text with its path, functions written out for the numbers that languages treat differently. */
function written(texts: unknown, path = ''): [string, string][] {
  if (typeof texts === 'string') return [[path, texts]];
  if (typeof texts === 'function') return [0, 1, 2].map((n) => [`${path}(${n})`, (texts as (n: number) => string)(n)]);
  return Object.entries(texts as object).flatMap(([key, value]) => written(value, `${path}.${key}`));
}

const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe.each(LOCALES)('the words of the explorer (%s)', (locale) => {
  const { explorer } = panelTextsFor(locale);

  test('tell every type of event, and no type that there is not', () => {
    const told = Object.keys({ ...textsFor(locale).history.events, ...explorer.events });
    expect(told.sort()).toEqual([...EVENT_TYPES].sort());
  });

  test('name every field that an event may have of its own', () => {
    const fields = new Set(EVENT_TYPES.flatMap((type) => Object.keys(sampleDraft(type).details)));
    expect([...fields].filter((field) => !Object.hasOwn(explorer.event.fields, field))).toEqual([]);
  });
});

test('both languages leave the same places to fill in', () => {
  const [french, english] = LOCALES.map((locale) => written(panelTextsFor(locale).explorer));
  expect(english!.map(([path, text]) => [path, placesOf(text)])).toEqual(
    french!.map(([path, text]) => [path, placesOf(text)]),
  );
  expect([...french!, ...english!].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('French follows the typography of Québec', () => {
  const wrong = written(panelTextsFor('fr').explorer).filter(([, text]) =>
    /[ \u00a0\u202f][;?!]| :|« | »|[«][^\u00a0]|[^\u00a0][»]|\w'\w/.test(text),
  );
  expect(wrong).toEqual([]);
});
