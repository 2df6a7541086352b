import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Blocker } from '../components/blockers.js';
import type { Counts } from '../components/counts.js';
import type { SnapshotSummary } from '../components/snapshots.js';
import type { BusinessPageContext, Locale } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { bankFeedsPage } from './bank-feeds.page.js';
import { errorPage } from './error.page.js';
import { historyPage } from './history.page.js';
import { homePage, HomePage } from './home.page.js';
import { importPage } from './import.page.js';
import { ManageYourDataPage, type ManageYourDataView } from './manage-your-data.page.js';
import { morePage } from './more.page.js';
import { RecoverConfirmationPage, type RecoverConfirmationView } from './recover.page.js';
import { RecoverDonePage } from './recover-done.page.js';
import { ResetConfirmationPage, type ResetConfirmationView } from './reset.page.js';
import { ResetDonePage } from './reset-done.page.js';
import { settingsPage } from './settings.page.js';
import { signInPage } from './sign-in.page.js';
import { snapshotPage } from './snapshot.page.js';

const id = '01902f3e-7b1a-7c44-9d1e-5b0c2a9d7e10';
const hostile = '</title><script>alert(1)</script>"\'&';

const owner = (locale: Locale, business: Partial<BusinessPageContext['business']> = {}): BusinessPageContext => ({
  locale,
  path: paths.manageYourData(id),
  user: { email: 'owner@example.test' },
  business: {
    id,
    name: 'Boulangerie Tremblay',
    edition: 'accounting',
    isOriginalOwner: true,
    role: 'owner',
    timeZone: 'America/Toronto',
    ...business,
  },
});

const counts: Counts = { contacts: 96, ledgerAccounts: 80, journalEntries: 3014, journalLines: 8553, invoices: 212 };
const fresh: Counts = { contacts: 0, ledgerAccounts: 42, journalEntries: 0, journalLines: 0, invoices: 0 };

const snapshot = (over: Partial<SnapshotSummary> = {}): SnapshotSummary => ({
  id: 'snapshot-1',
  cause: 'reset',
  sealedAt: '2026-05-03T18:02:11Z',
  expiresAt: '2026-08-01T18:02:11Z',
  digest: 'sha256:9f2c',
  counts,
  ...over,
});

const twoFeeds: Blocker = {
  code: 'BANK_FEEDS_CONNECTED',
  feeds: [
    { id: 'feed-1', institution: 'Caisse', account: 'Opérations', state: 'connected', since: '2026-01-14T14:20:00Z' },
    { id: 'feed-2', institution: 'Banque', account: 'Visa', state: 'error', since: '2026-04-29T09:11:00Z' },
  ],
};

const manageView: ManageYourDataView = {
  blockers: [],
  replaces: counts,
  openPayLinks: { count: 3, amount: { amount: '4218.75', currency: 'CAD' } },
  undoUntil: '2026-08-05T13:30:00Z',
  pack: { packs: [], bookId: 'book-1', mayHave: true },
  snapshots: [],
  mayLookAtSnapshots: true,
};

const resetView: ResetConfirmationView = {
  bookId: 'book-1',
  idempotencyKey: 'key-1',
  blockers: [],
  replaces: counts,
  openPayLinks: manageView.openPayLinks,
  undoUntil: manageView.undoUntil,
};

const recoverView: RecoverConfirmationView = {
  bookId: 'book-1',
  idempotencyKey: 'key-2',
  blockers: [],
  snapshot: snapshot(),
  snapshots: [snapshot()],
  comesBack: counts,
  overwritten: { ...fresh, journalEntries: 12, journalLines: 31 },
  overwrittenKeptUntil: '2026-08-06T13:30:00Z',
};

/** As a reader reads it: spaces that do not break are spaces. */
const shown = (element: ReactElement) => renderToStaticMarkup(element).replace(/[\u00a0\u202f]/g, ' ');
const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('Manage your data', () => {
  const manage = (view: Partial<ManageYourDataView>, ctx = owner('en')) =>
    shown(<ManageYourDataPage ctx={ctx} view={{ ...manageView, ...view }} />);

  it('helps before it destroys: reports, contacts, counts, what is kept, pay links, until when', () => {
    const html = manage({});
    for (const href of [
      `${paths.report(id, 'trial-balance')}?print=1`,
      `${paths.report(id, 'trial-balance')}/file?format=csv`,
      `${paths.report(id, 'ledger')}?print=1`,
      paths.ledgerFec(id),
      paths.contactsCsv(id),
      paths.reset(id),
    ]) {
      expect(html).toContain(`href="${href}"`);
    }
    const text = words(html);
    expect(text).toContain('Journal entries 3,014');
    expect(text).toContain('Document numbers: they go on from where they were');
    expect(text).toContain('3 invoices were sent with a payment link still open , for $4,218.75 in all.');
    expect(text).toContain('Nothing blocks');
    expect(text).toContain('until August 5, 2026 at 9:30 a.m. EDT');
    expect(text.indexOf('What will be replaced')).toBeLessThan(text.indexOf('Reset my data'));
  });

  it('names each bank that blocks, with a button that disconnects it and comes back', () => {
    const html = manage({ blockers: [twoFeeds] });
    expect(html).toContain(`action="${paths.disconnectFeed(id, 'feed-1')}"`);
    expect(html).toContain(`action="${paths.disconnectFeed(id, 'feed-2')}"`);
    expect(html).toContain(`name="back" value="${paths.manageYourData(id)}#settle"`);
    expect(words(html)).toContain('2 banks are still connected');
    expect(words(html)).toContain('Disconnect Caisse , Opérations');
  });

  it('lets all banks be disconnected at once, where there are several', () => {
    const all = `action="${paths.disconnectAllFeeds(id)}"`;
    expect(manage({ blockers: [twoFeeds] })).toContain(all);
    const one = twoFeeds.code === 'BANK_FEEDS_CONNECTED' ? twoFeeds.feeds.slice(0, 1) : [];
    expect(manage({ blockers: [{ code: 'BANK_FEEDS_CONNECTED', feeds: one }] })).not.toContain(all);
  });

  it('says at the red button why it waits, to those too who come to it by keyboard', () => {
    const html = manage({ blockers: [twoFeeds, { code: 'WRITE_IN_PROGRESS' }] });
    expect(html).toContain(`class="button button-danger" href="${paths.reset(id)}" aria-describedby="start-why"`);
    expect(words(html)).toContain('This button waits: 2 banks are still connected · An import is running.');
  });

  it('marks the steps that are done, and puts the recovery on top once there is something to recover', () => {
    const before = manage({});
    expect(before.indexOf('id="start-over"')).toBeLessThan(before.indexOf('id="recover"'));
    const after = manage({ blockers: [{ code: 'NOTHING_TO_RESET' }], snapshots: [snapshot()] });
    expect(after.indexOf('id="recover"')).toBeLessThan(after.indexOf('id="start-over"'));
    expect(words(after)).toMatch(/Prepare +done +Reset +done +Take up again/);
    expect(after).toContain(`href="${paths.bringAlong(id, 'snapshot-1')}"`);
  });

  it('says how each other blocker is settled', () => {
    const html = words(manage({ blockers: [{ code: 'WRITE_IN_PROGRESS' }, { code: 'AUDIT_UNAVAILABLE' }] }));
    expect(html).toContain('An import is running');
    expect(html).toContain('The history cannot be written at the moment');
    expect(html).toContain('Check again');
  });

  it('offers the latest snapshot first, the earlier ones each with their own way', () => {
    const html = manage({ snapshots: [snapshot(), snapshot({ id: 'snapshot-0', cause: 'restore' })] });
    expect(html.match(/>Recover my data</g)).toHaveLength(1);
    expect(html).toContain(`href="${paths.recover(id, 'snapshot-1')}"`);
    expect(html).toContain(`href="${paths.recover(id, 'snapshot-0')}"`);
    expect(html).toContain(`href="${paths.snapshot(id, 'snapshot-0')}"`);
    expect(words(html)).toContain('Your data were reset on May 3, 2026');
    expect(html).toContain('sha256:9f2c');
  });

  it('tells the other members why not and whom to ask, and still helps', () => {
    const ctx = owner('en', { isOriginalOwner: false });
    const html = manage(
      { snapshots: [snapshot()], mayLookAtSnapshots: false, originalOwnerName: 'marie@example.test' },
      ctx,
    );
    expect(words(html)).toContain('Only the original owner can reset or recover');
    expect(html).toContain('<bdi>marie@example.test</bdi>');
    expect(html).toContain(paths.contactsCsv(id));
    for (const gone of ['Reset my data', 'Recover my data', paths.reset(id), paths.recover(id), 'Disconnect<']) {
      expect(html).not.toContain(gone);
    }
  });

  it('is reached through More in the edition express, and through Settings in accounting', () => {
    const crumbs = (edition: 'accounting' | 'express') => words(manage({}, owner('fr', { edition }))).slice(0, 80);
    expect(crumbs('accounting')).toMatch(/^ ?Paramètres +Personnalisation +Gérer vos données/);
    expect(crumbs('express')).toMatch(/^ ?Plus +Paramètres +Personnalisation +Gérer vos données/);
  });
});

describe('the reset', () => {
  const reset = (view: Partial<ResetConfirmationView>, locale: Locale = 'en') =>
    shown(<ResetConfirmationPage ctx={owner(locale)} view={{ ...resetView, ...view }} />);

  it('asks for the sign-up address and shows what happens first', () => {
    const html = reset({}, 'fr');
    expect(html).toContain(`method="post" action="${paths.reset(id)}"`);
    expect(html).toContain('name="idempotencyKey" value="key-1"');
    expect(html).toContain('name="signUpEmail"');
    const text = words(html);
    expect(text).toContain('3 014 écritures, 8 553 lignes, 96 contacts et 212 factures');
    expect(text).toContain('5 août 2026 à 09 h 30 HAE');
    expect(text.indexOf('Annuler, ne rien changer')).toBeLessThan(text.lastIndexOf('Réinitialiser les données'));
  });

  it('keeps what was typed when the address does not match', () => {
    const html = reset({ problem: 'SIGN_UP_EMAIL_MISMATCH', typedEmail: 'other@example.test', reason: 'wrong file' });
    expect(html).toContain('role="alert"');
    expect(html).toContain('href="#signUpEmail"');
    expect(html).toContain('value="other@example.test"');
    expect(html).toContain('wrong file</textarea>');
    expect(html).toContain('aria-invalid="true" aria-describedby="signUpEmail-hint signUpEmail-problem"');
    expect(words(html)).toContain('Nothing has changed');
  });

  it('shows a bank that still blocks, with the way to disconnect it, before the form', () => {
    const html = reset({ blockers: [twoFeeds], problem: 'BANK_FEEDS_CONNECTED' });
    expect(html.indexOf(paths.disconnectFeed(id, 'feed-1'))).toBeLessThan(html.indexOf('name="signUpEmail"'));
    expect(html).toContain(`name="back" value="${paths.reset(id)}"`);
  });

  it('has an answer to a code that it does not know', () => {
    expect(words(reset({ problem: 'toString' }))).toContain('This could not be done. Nothing has changed.');
  });

  it('ends with the reference and the way back', () => {
    const done = { at: '2026-05-07T13:30:00Z', snapshot: { id: 'snapshot-9', expiresAt: '2026-08-05T13:30:00Z' } };
    const html = shown(<ResetDonePage ctx={owner('en')} view={done} />);
    expect(html).toContain('<code>snapshot-9</code>');
    expect(html).toContain(`href="${paths.recover(id, 'snapshot-9')}"`);
    expect(html).toContain(`href="${paths.import(id)}"`);
    expect(words(html)).toContain('Can be recovered until August 5, 2026 at 9:30 a.m. EDT');
  });
});

describe('the recovery', () => {
  const recover = (view: Partial<RecoverConfirmationView>) =>
    shown(<RecoverConfirmationPage ctx={owner('en')} view={{ ...recoverView, ...view }} />);

  it('compares what comes back with what is overwritten', () => {
    const html = recover({});
    expect(words(html)).toContain('Journal entries 3,014 12');
    expect(words(html)).toContain('kept until August 6, 2026 at 9:30 a.m. EDT');
    expect(html).toContain(`method="post" action="${paths.recover(id)}"`);
    expect(html).toContain('name="snapshot" value="snapshot-1"');
    expect(html).toContain('name="idempotencyKey" value="key-2"');
  });

  it('is red only when somebody’s work is overwritten', () => {
    expect(recover({})).toContain('button-danger');
    expect(recover({ overwritten: fresh })).not.toContain('button-danger');
  });

  it('lets another snapshot be chosen', () => {
    const html = recover({ snapshots: [snapshot(), snapshot({ id: 'snapshot-0', counts: undefined })] });
    expect(html).toContain('<form method="get"');
    expect(html).toMatch(/<input type="radio" name="snapshot" required="" value="snapshot-0"\/>/);
    expect(html).toMatch(/<input type="radio" name="snapshot" required="" checked="" value="snapshot-1"\/>/);
  });

  it('says so when there is nothing to recover', () => {
    const html = recover({ snapshot: undefined, snapshots: [] });
    expect(words(html)).toContain('There is nothing to recover');
    expect(html).not.toContain('signUpEmail');
  });

  it('ends with its own undo', () => {
    const html = shown(
      <RecoverDonePage
        ctx={owner('en')}
        view={{
          at: '2026-05-07T13:40:00Z',
          restored: { id: 'snapshot-1', sealedAt: '2026-05-03T18:02:11Z' },
          replaced: { id: 'snapshot-2', expiresAt: '2026-08-05T13:40:00Z' },
        }}
      />,
    );
    expect(html).toContain(`href="${paths.recover(id, 'snapshot-2')}"`);
  });
});

const figures = {
  currency: 'CAD',
  cash: '100.00',
  receivable: '0.00',
  late: { count: 0, amount: '0.00' },
  paymentsWaiting: 0,
  banksInError: 0,
};

describe('the other pages', () => {
  const home = { figures, months: [], latest: [], mayWrite: true };
  const lastSwitch = { kind: 'reset' as const, at: '2026-05-03T18:02:11Z', snapshot: snapshot() };

  it('home offers a start when empty, and after a reset the way back to the original owner alone', () => {
    const own = shown(<HomePage ctx={owner('en')} view={{ ...home, lastSwitch }} />);
    expect(own).toContain(`href="${paths.recover(id, 'snapshot-1')}"`);
    expect(words(own)).toContain('Import a ledger');
    const others = shown(<HomePage ctx={owner('en', { isOriginalOwner: false })} view={{ ...home, lastSwitch }} />);
    expect(others).not.toContain(paths.recover(id));
    expect(words(others)).toContain('The original owner can recover what was there until August 1, 2026');
  });

  it('home leads from each figure to what it is made of', () => {
    const html = homePage(owner('en'), { ...home, figures: { ...figures, late: { count: 2, amount: '30.00' } } });
    expect(html).toContain(`<a href="${paths.lateInvoices(id)}">2 late invoices</a>`);
  });

  it('tabs differ by edition, and More leads to Settings', () => {
    const settings = `href="${paths.settings(id)}"`;
    expect(homePage(owner('fr'), home)).toContain(settings);
    expect(homePage(owner('fr', { edition: 'express' }), home)).not.toContain(settings);
    expect(morePage(owner('fr', { edition: 'express' }))).toContain(settings);
    for (const edition of ['accounting', 'express'] as const) {
      expect(
        settingsPage(owner('fr', { edition }), {
          details: { address: '', email: '', phone: '', taxNumbers: '', siren: '' },
        }),
      ).toContain(`href="${paths.manageYourData(id)}"`);
    }
  });

  it('the import says where the file is wrong', () => {
    const problem = { code: 'INVALID_FEC', line: 1284, column: 4, detail: 'not a date' };
    const text = words(importPage(owner('en'), { mayImport: true, problem }));
    expect(text).toContain('Line 1,284 Column 4 What is wrong not a date');
    expect(text).toContain('Nothing was recorded');
  });

  it('bank feeds offer what each state allows', () => {
    const view = {
      feeds: twoFeeds.code === 'BANK_FEEDS_CONNECTED' ? twoFeeds.feeds : [],
      institutions: [],
      bankAccounts: [],
    };
    const html = bankFeedsPage(owner('en'), { ...view, mayConnect: true });
    expect(html).toContain(paths.reconnectFeed(id, 'feed-2'));
    expect(html).not.toContain(paths.reconnectFeed(id, 'feed-1'));
    expect(bankFeedsPage(owner('en'), { ...view, mayConnect: false })).not.toContain(
      paths.disconnectFeed(id, 'feed-1'),
    );
  });

  it('a snapshot is looked at under a banner', () => {
    const ctx = owner('en', { looking: { id: 'snapshot-1', sealedAt: '2026-05-03T18:02:11Z' } });
    const html = snapshotPage(ctx, {
      snapshot: snapshot(),
      counts,
      pack: { packs: [], bookId: 'book-1', mayHave: true },
      latest: [],
      currency: 'CAD',
    });
    expect(words(html)).toMatch(/You are looking at a snapshot of May 3, 2026 at \S+:02:11.*: read only\./);
    expect(html).toContain(`href="${paths.snapshot(id, 'snapshot-1')}/contacts"`);
    expect(html).toContain(`href="${paths.home(id)}"`);
  });

  it('the history tells refusals in words and shows what was read', () => {
    const text = words(
      historyPage(owner('en'), {
        events: [
          {
            id: '1',
            type: 'business.reset.denied',
            at: '2026-05-03T18:02:11Z',
            outcome: 'refused',
            actor: { kind: 'user', name: 'Mélanie', isOriginalOwner: true },
            code: 'BANK_FEEDS_CONNECTED',
            precondition: {
              held: false,
              readAt: '2026-05-03T18:02:11Z',
              feeds: [{ id: 'f', institution: 'Caisse', state: 'connected', since: '2026-01-01T12:00:00Z' }],
            },
          },
          { id: '2', type: 'constructor', at: '2026-05-03T18:02:11Z', actor: { kind: 'system' } },
        ],
      }),
    );
    expect(text).toContain('Reset refused');
    expect(text).toContain('a bank was still connected');
    expect(text).toContain('The condition was not met.');
    expect(text).toContain('Other event: constructor');
  });

  it('errors lead somewhere, whatever their status', () => {
    for (const status of [400, 403, 404, 409, 410, 418, 429, 500, 502, 503]) {
      expect(errorPage(owner('fr'), { status })).toContain(`href="${paths.home(id)}"`);
    }
    expect(errorPage({ locale: 'en', path: '/' }, { status: 404 })).toContain(`href="${paths.signIn}"`);
  });
});

describe('every page', () => {
  it('is a whole document in its language, without script or style of its own', () => {
    const html = signInPage({ locale: 'fr', path: '/sign-in' }, {});
    expect(html).toMatch(/^<!doctype html><html lang="fr-CA">/);
    expect(html).toContain('<title>Ouvrir une session – Ardoise</title>');
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/ style="| on\w+="|<style|<script>/);
  });

  it('escapes what people typed, wherever it stands', () => {
    const ctx = { ...owner('en', { name: hostile }), user: { email: hostile }, path: `/x?${hostile}` };
    const flash = { kind: 'info' as const, text: hostile };
    const entry = { id: 'e', date: '2026-05-03', piece: hostile, journal: hostile, memo: hostile, amount: '1' };
    const feed = {
      id: hostile,
      institution: hostile,
      account: hostile,
      state: 'connected' as const,
      since: entry.date,
    };
    const pages = [
      homePage(
        { ...ctx, flash },
        {
          figures,
          months: [{ month: '2026-05', revenue: '10.00', expenses: '20.00' }],
          latest: [entry],
          mayWrite: true,
        },
      ),
      importPage(ctx, { mayImport: true, problem: { code: hostile, column: hostile, detail: hostile } }),
      bankFeedsPage(ctx, {
        feeds: [feed],
        institutions: [],
        bankAccounts: [{ id: hostile, name: hostile }],
        mayConnect: true,
      }),
      renderToStaticMarkup(
        <ResetConfirmationPage
          ctx={ctx}
          view={{ ...resetView, typedEmail: hostile, reason: hostile, problem: hostile, idempotencyKey: hostile }}
        />,
      ),
      renderToStaticMarkup(<ManageYourDataPage ctx={ctx} view={{ ...manageView, originalOwnerName: hostile }} />),
    ];
    for (const html of pages) {
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('</title><script');
    }
    expect(pages[0]).toContain('<bdi>&lt;/title&gt;&lt;script&gt;');
  });
});
