import { SNAPSHOT_FAULTS } from '../../books/snapshot-comparison.js';
import { OUTCOMES } from '../../log/events/event-catalogue.js';
import { FATES, type EvidenceSheet, type SheetSnapshot } from '../../review/evidence-sheet.js';
import { sheetInWords } from './sheet-in-words.js';

const AT = '2026-07-01T03:04:05.678Z';

const snapshot = (more: Partial<SheetSnapshot> = {}): SheetSnapshot => ({
  id: 'snapshot-1',
  digest: 'sha256:abc',
  counts: { contacts: 1234, journals: 0, somethingNew: 2 },
  digestEventId: 'event-2',
  comparison: { verdict: 'same', faults: [] },
  readAgain: null,
  fate: { state: 'kept', keptUntil: AT, at: null, eventId: null, comparedBefore: null, holdsInForce: 0 },
  ...more,
});

const sheet = (more: Partial<EvidenceSheet> = {}): EvidenceSheet => ({
  format: 'ardoise-evidence-sheet/v1',
  what: { kind: 'reset', outcome: 'success', operationId: 'operation', eventId: 'event-1' },
  business: { id: 'business', name: 'Café', timeZone: 'America/Vancouver' },
  who: {
    id: 'user',
    email: 'now@e.test',
    roles: ['owner'],
    isOriginalOwner: true,
    rule: 'original-owner may reset Business',
    originalOwner: { id: 'user', signUpEmail: 'then@e.test', since: AT },
  },
  when: { at: AT, askedAt: null },
  preconditions: [],
  feeds: [],
  snapshot: snapshot(),
  givenBack: null,
  refusedBefore: [],
  events: [],
  log: null,
  made: { at: AT, by: { id: 's', email: 'c@e.test', role: 'compliance' }, eventId: 'event-9', format: 'pdf' },
  ...more,
});

const said = (given: EvidenceSheet, locale: 'fr' | 'en' = 'en') =>
  sheetInWords(given, locale, { bank: 'Banque d’essai' })
    .sections.flatMap(({ title, rows, note }) => [
      title,
      ...rows.flatMap(({ label, lines }) => [label, ...lines.map(({ text, mark }) => `${mark ?? ''}|${text}`)]),
      note ?? '',
    ])
    .join('\n');

describe('a sheet in words', () => {
  test('has the moment in UTC to the millisecond and in the time of the business', () => {
    const text = said(sheet());
    expect(text).toContain('2026-07-01 03:04:05.678 UTC');
    expect(text.replaceAll('\u00a0', ' ')).toMatch(/June 30, 2026 at 8:04:05\.678 p\.m\. PDT \(America\/Vancouver\)/);
    expect(said(sheet(), 'fr').replaceAll('\u00a0', ' ')).toContain('20 h 04 min 05,678 s');
  });

  test('names who it was and who signed up, each by the address of then and now', () => {
    expect(said(sheet())).toMatch(/\|now@e\.test\nholds\|is the original owner[^]*\|then@e\.test/);
  });

  test.each(OUTCOMES)('says what became of an attempt that is %s, in both languages', (outcome) => {
    for (const kind of ['reset', 'restore'] as const) {
      const given = sheet({ what: { ...sheet().what, kind, outcome }, snapshot: null });
      for (const locale of ['fr', 'en'] as const) {
        expect(sheetInWords(given, locale, {}).lead).toContain('Café');
        expect(said(given, locale)).not.toContain('undefined');
      }
    }
  });

  test('does not call unchanged what was not digested', () => {
    const comparison = { verdict: 'not-digested', faults: [] } as const;
    const text = said(sheet({ snapshot: snapshot({ digest: null, counts: null, comparison }) }));
    expect(text).toContain('open|Not digested yet: nothing can be said of whether it was changed.');
    expect(text).not.toMatch(/holds\|.*(agree|same|unchanged)/);
  });

  test.each(SNAPSHOT_FAULTS)('has words for the fault %s', (fault) => {
    const differs = sheet({ snapshot: snapshot({ comparison: { verdict: 'differs', faults: [fault] } }) });
    for (const locale of ['fr', 'en'] as const) {
      expect(said(differs, locale)).toMatch(/fails\|/);
      expect(said(differs, locale)).not.toContain(fault);
    }
  });

  test.each(FATES)('has words for a snapshot that is %s', (state) => {
    const fate = { state, keptUntil: AT, at: AT, eventId: 'event-3', comparedBefore: 'same', holdsInForce: 2 };
    for (const locale of ['fr', 'en'] as const) {
      expect(said(sheet({ snapshot: snapshot({ fate }) }), locale)).not.toContain('undefined');
    }
  });

  test('counts what there is, also of a kind that has no name yet, and nothing of what there is not', () => {
    const text = said(sheet());
    expect(text).toContain('Contacts 1,234 · somethingNew 2');
    expect(text).not.toContain('Journals');
  });

  test('says of an unsigned event that it is, and of a checkpoint without a witness that none has cosigned it', () => {
    expect(said(sheet())).toContain('open|Not signed yet');
    const log = { origin: 'log', size: 9, root: 'AA', note: '', leafIndex: 7, signatures: [] };
    expect(said(sheet({ log }))).toContain('open|No witness has cosigned this checkpoint.');
  });
});
