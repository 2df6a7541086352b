import { CERTIFICATE_FORMAT } from '../../review/certificate-format.js';
import type { DestructionCertificate } from '../../review/destruction-certificate.js';
import { LOCALES, type Locale } from '../../platform/kernel/actor.js';
import { certificateInWords } from './certificate-in-words.js';

const AT = '2026-07-01T03:04:05.678Z';

const certificate = (more: Partial<DestructionCertificate> = {}): DestructionCertificate => ({
  format: CERTIFICATE_FORMAT,
  business: { id: 'business', name: 'Café', timeZone: 'America/Vancouver' },
  snapshot: {
    id: 'snapshot-1',
    digestBefore: 'sha256:abc',
    countsBefore: { contacts: 1234 },
    digestEventId: 'event-2',
    sealedAt: AT,
    sealedBy: { kind: 'reset', at: AT, eventId: 'event-1' },
  },
  why: { keptUntil: AT, keptDays: 365 },
  destroyed: {
    eventId: 'event-9',
    beganAt: AT,
    endedAt: AT,
    job: 'snapshot-expiry',
    runId: 'run-1',
    rowsDeleted: { contacts: 1234, journals: 0 },
    asManyAsDigested: true,
  },
  left: { rows: 0, tablesAsked: 11, rule: 'every-table-in-book' },
  holds: [{ id: 'hold', placedAt: AT, ticket: 'LEG-1', liftedAt: AT, liftTicket: 'LEG-2' }],
  events: [],
  log: null,
  made: { at: AT, by: { id: 's', email: 'c@e.test', role: 'compliance' }, eventId: 'event-10', format: 'pdf' },
  ...more,
});

const said = (given: DestructionCertificate, locale: Locale = 'en') =>
  certificateInWords(given, locale)
    .sections.flatMap(({ title, rows, note }) => [
      title,
      ...rows.flatMap(({ label, lines }) => [label, ...lines.map(({ text, mark }) => `${mark ?? ''}|${text}`)]),
      note ?? '',
    ])
    .join('\n');

describe('a certificate of destruction in words', () => {
  test('says what, why, how much and that nothing is left, and what lies outside of it', () => {
    const text = said(certificate());
    for (const words of [
      '|sha256:abc',
      '|A snapshot is kept for 365 days after its switch',
      '|LEG-1: placed at 2026-07-01 03:04:05.678 UTC, lifted at',
      "|the system's job snapshot-expiry",
      '|1,234 rows of 2 tables',
      'holds|as many as the digest had counted',
      'holds|No row.',
      'each of the 11 tables',
      '|Backups, files and binary logs',
    ]) {
      expect(text.replaceAll('\u00a0', ' ')).toContain(words);
    }
  });

  test('calls nothing seen, counted or digested that was not', () => {
    const { snapshot, destroyed } = certificate();
    const text = said(
      certificate({
        snapshot: { ...snapshot, digestBefore: null, countsBefore: null },
        destroyed: { ...destroyed, rowsDeleted: null, asManyAsDigested: null, beganAt: null },
        left: null,
        holds: [],
      }),
    );
    expect(text).toContain('open|none: its content was never read to the end');
    expect(text).toContain('open|Not counted');
    expect(text).toContain('open|The log does not say whether that was looked at.');
    expect(text).toContain('|There was never one on it.');
    expect(text).not.toContain('holds|');
  });

  test('says when there were not as many rows as the digest had counted', () => {
    const { destroyed } = certificate();
    expect(said(certificate({ destroyed: { ...destroyed, asManyAsDigested: false } }))).toContain('fails|not as many');
  });

  test.each(LOCALES)('is complete (%s)', (locale) => {
    expect(said(certificate(), locale)).not.toMatch(/undefined|null|NaN/);
    expect(certificateInWords(certificate(), locale).lead).toContain('Café');
  });
});
