/**
 * The rooms of src/, lowest first. This list is the one place that says what belongs where:
 *
 * - A room imports from itself and from rooms on earlier lines; never from a later line, never from a sibling on its own
 *   line.
 * - `folders` orders what lies inside a room in the same way, where order matters.
 * - `door` names what others may import of a room, files without their ending; everything else is the room's own business.
 *   No door: nobody imports it, but the files beside the rooms that put the program together.
 *
 * A table is named in SQL by its own room alone, and the class of its rows is taken by no other (test/tidy/tables.test.ts reads
 * both from the entities).
 *
 * `.dependency-cruiser.mjs` holds the rest; the README's tree is this list (test/tidy/rooms.test.ts).
 * @type {import('./rooms.mjs').Room[][]}
 */
export const rooms = [
  [
    {
      name: 'platform',
      says: 'knows nothing of the product: ids, money, clock, settings, database, outbox, limits, formats of logs',
      folders: [['kernel'], ['tlog', 'api'], ['config'], ['database'], ['retention'], ['outbox'], ['limits']],
      door: ['**'],
    },
  ],
  [
    {
      name: 'policy',
      says: 'who may do what: one table on CASL, its matrix, the guard, the decorators',
      door: ['ability', 'access.guard', 'acting.decorator', 'matrix', 'policy', 'ports', 'requires.decorator'],
    },
  ],
  [
    {
      name: 'log',
      says: 'the audit log: events, recorded commands, tree and signer, witness, verifier',
      folders: [['events'], ['commands'], ['verifier', 'witness'], ['transparency-log']],
      door: [
        'commands/idempotency.service',
        'commands/recorded-commands.service',
        'events/audit-filter',
        'events/audit-log.service',
        'events/audit-reader.service',
        'events/audit-search.service',
        'events/audit.answers',
        'events/catalogue-page',
        'events/denied-events',
        'events/envelope',
        'events/erasure',
        'events/event-catalogue',
        'events/period-events.service',
        'events/saved-views.service',
        'events/subjects',
        'recorded-commands',
        'retention',
        'transparency-log/audit-health.service',
        'transparency-log/database-source',
        'transparency-log/event-proofs.service',
        'transparency-log/export-formats',
        'transparency-log/log-fault',
        'transparency-log/log-exports.service',
        'transparency-log/log-worker.service',
        'transparency-log/log-keys.service',
        'transparency-log/log-reader.service',
        'transparency-log/period-checkpoints.service',
        'transparency-log/reader-keys.service',
        'transparency-log/row-checks',
        'transparency-log/verify-personal-details',
        'transparency-log/whole-check.service',
        'transparency-log/witnesses.service',
        'verifier/given-keys',
        'verifier/report',
        'verifier/verdict',
        'verifier/verify-log',
        'verifier/verify-path',
      ],
    },
  ],
  [
    {
      name: 'people',
      says: 'users and staff, how they sign in, their sessions; businesses and their members',
      folders: [['identity'], ['businesses']],
      door: [
        'businesses/business-head',
        'businesses/business-lookup.service',
        'businesses/business-sql',
        'businesses/businesses.answers',
        'businesses/businesses.service',
        'businesses/current-book',
        'businesses/document-counters',
        'businesses/invitations.service',
        'businesses/members.service',
        'businesses/receivers',
        'identity/address-confirmations.service',
        'identity/authentication',
        'identity/email-changes.service',
        'identity/identity.answers',
        'identity/identity.entity',
        'identity/identity.schemas',
        'identity/new-password',
        'identity/password-lengths',
        'identity/open-sessions.service',
        'identity/passkeys.service',
        'identity/password-changes.service',
        'identity/people',
        'identity/person-erasure.service',
        'identity/second-factors.service',
        'identity/sessions.service',
        'identity/sign-in-limits.service',
        'identity/staff-lists',
        'identity/staff-reasons',
        'identity/staff-secret-box',
        'identity/staff-sessions.service',
        'identity/staff.service',
        'identity/user-second-factors.service',
        'identity/users.service',
        'retention',
      ],
    },
  ],
  [
    {
      name: 'books',
      says: 'the book: fence, switch, digest, snapshots, holds, expiry',
      door: [
        'book-comparison',
        'book-counts',
        'bring-along/bring-along',
        'bring-along/brought-tables',
        'bring-along/choices',
        'bring-along/row-sql',
        'book-sql',
        'book-switch',
        'book.entity',
        'books.answers',
        'fence',
        'book-rows',
        'digest',
        'expiry.service',
        'fresh-book',
        'holds.service',
        'manifest',
        'retention',
        'snapshot-comparison',
        'snapshot-digests.service',
        'snapshot-verification.service',
        'snapshots.service',
        'switch-history',
        'write-jobs.service',
      ],
    },
  ],
  [
    {
      name: 'accounting',
      says: 'what lies in a book: contacts, chart, journal, invoices, reports, FEC',
      door: [
        'accounting.answers',
        'accounting.schemas',
        'bank-accounts.service',
        'contacts.service',
        'default-chart',
        'documents.answers',
        'entry-writing',
        'fec-export.service',
        'fec-import.service',
        'fec/fec-error',
        'invoice-sql',
        'invoices.service',
        'journal.service',
        'json-file',
        'ledger-accounts.service',
        'ledger-report.service',
        'opening-balances',
        'reports/financial-reports.service',
        'reports/periods',
        'reports/report',
        'reports/report-rows.service',
        'payments.service',
        'posting-rules',
        'receivables.service',
        'reports.service',
        'reversals',
        'whole-lists',
      ],
    },
  ],
  [
    {
      name: 'banking',
      says: 'bank feeds behind a provider port; pay links and the payments that wait to be recorded',
      folders: [['bank-feeds', 'online-payments']],
      door: [
        'bank-feeds/bank-feed-states',
        'bank-feeds/bank-feeds.service',
        'online-payments/invoice-states.service',
        'online-payments/online-payments.schemas',
        'online-payments/online-payments.service',
        'online-payments/pay-links.service',
        'online-payments/pay-tokens',
        'online-payments/recordings.service',
        'online-payments/waiting-list',
        'online-payments/waiting-sql',
        'retention',
      ],
    },
  ],
  [
    {
      name: 'resets',
      says: 'sign-up, preview, reset, restore and what is told of them',
      door: [
        'bring-along/bring-along-plan',
        'bring-along/bring-along.answers',
        'bring-along/bring-alongs.service',
        'comparisons.service',
        'previews.service',
        'resets.answers',
        'resets.service',
        'sign-ups/sign-up.service',
        'snapshot-choices.service',
        'snapshot-view.service',
        'switch-facts',
        'switch-notices.service',
      ],
    },
  ],
  [
    {
      name: 'packs',
      says: 'everything of a book as one file: asked for, made by a job, kept with its book',
      door: ['pack-contents', 'pack-maker.service', 'packs.service', 'retention', 'send-pack'],
    },
    {
      name: 'support',
      says: 'what support asks for and a lead decides',
      door: ['approvals.service', 'retention', 'support-actions', 'support.service'],
    },
    {
      name: 'review',
      says: 'what happened, as people read it: the tree over HTTP, the story of a business, sheets of evidence',
      door: [
        'checkpoint-mails/checkpoint-mails.service',
        'certificate-format',
        'destruction-certificate',
        'destruction-certificates.service',
        'evidence-sheet',
        'evidence-sheets.service',
        'history-view.service',
        'retention',
        'review.module',
        'reviews/completeness',
        'reviews/operation',
        'reviews/period-report',
        'reviews/review-bundles.service',
        'reviews/review-content',
        'reviews/review-rows',
        'reviews/review-states',
        'reviews/review-work.service',
        'reviews/reviews.service',
        'reviews/sample',
        'sheet-bundle',
      ],
    },
  ],
  [
    {
      name: 'demo',
      says: 'businesses to try it with',
      door: ['demo-accounts', 'demo-walk.service', 'make-demo', 'retention'],
    },
    {
      name: 'http',
      says: 'errors as answers, health, metrics, OpenAPI, headers',
      door: ['compress', 'problem.filter'],
    },
  ],
  [
    {
      name: 'ui',
      says: 'what the faces share: style, components, texts, formats, the frame of a page',
      door: ['**'],
    },
  ],
  [
    { name: 'web', says: "the owner's pages", door: [] },
    { name: 'panel', says: "the staff's panel", door: [] },
    { name: 'cli', says: 'the command line', door: [] },
  ],
];

/** In test/ a room's tests on a real database lie in a folder of its name; these are the folders beside them. */
export const kindsOfTests = [
  ...['e2e', 'browser', 'delivered', 'operations', 'tidy', 'bench', 'fuzz'],
  ...['builders', 'fixtures', 'golden', 'setup'],
];

/** The tree as the README shows it. */
export function treeOfRooms() {
  return [
    ...rooms.flat().map(({ name, says }) => `src/${name}`.padEnd(18) + says),
    `${'test/'.padEnd(18)}a folder for each room; beside them ${kindsOfTests.join(', ')}`,
  ];
}
