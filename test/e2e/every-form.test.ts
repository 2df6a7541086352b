import { newId } from '../../src/platform/kernel/ids.js';
import { Client, PASSWORD } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { sendInvitation } from '../builders/mailbox.js';
import { formTo, PageReader, type ShownPage } from '../builders/pages.js';
import { paidInvoice, recordedInvoice, sendInvoice, setAside } from '../builders/payments.js';
import { makeRecords, type Records } from '../builders/records.js';
import { nameOf, routesOf } from '../builders/routes.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** What a business has that its pages show. */
interface There {
  readonly owner: Client;
  readonly home: string;
  readonly invoice: string;
  readonly payPath: string;
  /** Of a link that was paid. */
  readonly paidPath: string;
  readonly payment: string;
  /** Of a contact who has a credit left; a part of it is paid by hand. */
  readonly partlyPaid: string;
  readonly creditNote: string;
  readonly snapshot: string;
  /** Connected, in error and waiting for consent. */
  readonly connected: string;
  readonly waiting: string;
  readonly bankAccount: string;
  readonly records: Records;
}

const NOT_IN_OPEN_BOOKS = /not in your open books/;
const NEW_INVOICE = {
  customer: 'new',
  customerName: 'Boulangerie Nadeau',
  'line.0.description': 'Rye bread',
  'line.0.price': '12,50',
};

interface Case {
  /** The page on which the form stands. */
  readonly page: (there: There) => string;
  readonly typed?: (there: There) => Record<string, string>;
  /** What is said to whoever sends it a second time, from another tab. */
  readonly twice: RegExp;
  /** What is said when the books were reset by somebody else since the page was shown; the same as `twice` if absent. */
  readonly afterReset?: RegExp;
  /** Anybody may send it: no session ends. */
  readonly isPublic?: boolean;
}

const manage = ({ home }: There, step: string) => `${home}/settings/personalisation/manage-your-data/${step}`;
const LISTED_AS_DISCONNECTED = /Bank feeds.*Disconnected/;

/**
 * Every form of the owner's and the customer's pages, as `METHOD action`. The pages themselves are read for their forms: one
 * that is missing here fails the first test.
 */
const CASES: Readonly<Record<string, Case>> = {
  'POST /sign-in': {
    page: () => '/sign-in',
    typed: ({ owner }) => ({ email: owner.email, password: PASSWORD }),
    twice: /How the business stands|Your books are ready/,
    isPublic: true,
  },
  'POST /sign-up': {
    page: () => '/sign-up',
    typed: ({ owner }) => ({
      email: `again-${owner.email}`,
      password: PASSWORD,
      businessName: 'Twice',
      edition: 'express',
    }),
    twice: /already has an account|If|e-mail/,
    isPublic: true,
  },
  'POST /sign-out': { page: ({ home }) => home, twice: /Sign in/ },
  'POST /forgotten-password': {
    page: () => '/forgotten-password',
    typed: ({ owner }) => ({ email: owner.email }),
    twice: /Look into your e-mails/,
    isPublic: true,
  },
  'POST /account/address-confirmation': { page: () => '/account', twice: /mailed again/ },
  'POST /account/email': {
    page: () => '/account',
    typed: ({ owner }) => ({ newEmail: `other-${owner.email}`, emailPassword: PASSWORD }),
    twice: /A link was mailed to the new address/,
  },
  'POST /account/password': {
    page: () => '/account',
    typed: () => ({ password: PASSWORD, newPassword: PASSWORD }),
    twice: /Your password was changed/,
  },
  'POST /account/second-factor': { page: () => '/account', twice: /Read this code with an authenticator app/ },
  'POST /account/passkeys': { page: () => '/account', twice: /Nothing was added/ },
  'POST /account/sessions/:session/end': { page: () => '/account', twice: /The session has ended/ },
  'POST /account/sessions/end-others': { page: () => '/account', twice: /All other sessions have ended/ },
  'POST /b/:b/members': {
    page: ({ home }) => `${home}/members`,
    typed: ({ owner }) => ({ email: `invited-${owner.email}`, role: 'viewer' }),
    twice: /The invitation was mailed/,
  },
  'POST /b/:b/members/:userId/role': {
    page: ({ home }) => `${home}/members`,
    typed: () => ({ role: 'viewer' }),
    twice: /The access was changed/,
  },
  'POST /b/:b/members/:userId/removal': {
    page: ({ home }) => `${home}/members`,
    twice: /This is done already/,
    afterReset: /does not belong to the business any more/,
  },
  'POST /b/:b/invitations/:invite/mails': { page: ({ home }) => `${home}/members`, twice: /mailed again/ },
  'POST /b/:b/invitations/:invite/withdrawal': {
    page: ({ home }) => `${home}/members`,
    twice: /This is done already/,
    afterReset: /The invitation is withdrawn/,
  },
  'POST /language': {
    page: ({ home }) => `${home}/settings`,
    typed: () => ({ locale: 'en' }),
    twice: /Settings/,
    isPublic: true,
  },
  'POST /b/:b/settings/time-zone': {
    page: ({ home }) => `${home}/settings`,
    typed: () => ({ timeZone: 'Europe/Paris' }),
    twice: /The time zone was changed/,
  },
  'POST /b/:b/settings/details': {
    page: ({ home }) => `${home}/settings`,
    typed: () => ({ address: '12, rue des Érables', email: 'bonjour@example.test' }),
    twice: /The details of the business were changed/,
  },
  'POST /b/:b/import': {
    page: ({ home }) => `${home}/import`,
    typed: ({ owner }) => ({ file: smallFec(`twice-${owner.businessId}`, 2) }),
    twice: /in your books already/,
    afterReset: /The file is imported/,
  },
  'POST /b/:b/packs': {
    page: ({ home }) => `${home}/settings/personalisation/manage-your-data`,
    twice: /The pack waits for its turn/,
    // Of the books that were shown, which are a snapshot by now.
    afterReset: /You are looking at a snapshot.*The pack waits for its turn/,
  },
  'POST /b/:b/bank-feeds': {
    page: ({ home }) => `${home}/bank-feeds`,
    typed: ({ bankAccount }) => ({ institution: 'sandbox', bankAccountId: bankAccount }),
    twice: /already connected to a bank/,
    afterReset: /This choice is no longer possible/,
  },
  'POST /b/:b/bank-feeds/:f/disconnect': { page: ({ home }) => `${home}/bank-feeds`, twice: LISTED_AS_DISCONNECTED },
  'POST /b/:b/bank-feeds/disconnect-all': {
    page: ({ home }) => `${home}/settings/personalisation/manage-your-data`,
    twice: /Nothing blocks/,
    afterReset: /There is nothing to reset/,
  },
  'POST /b/:b/bank-feeds/:f/consent': {
    page: ({ home, waiting }) => `${home}/bank-feeds/${waiting}/consent`,
    typed: () => ({ decision: 'approve' }),
    twice: /Bank feeds.*Connected/,
    afterReset: LISTED_AS_DISCONNECTED,
  },
  'POST /b/:b/invoices/new': {
    page: ({ home }) => `${home}/invoices/new`,
    typed: () => ({ ...NEW_INVOICE, do: 'issue' }),
    twice: /The invoice is issued/,
    afterReset: /Your books were replaced meanwhile/,
  },
  'POST /b/:b/invoices/:i/payment': {
    page: ({ home, invoice }) => `${home}/invoices/${invoice}/payment`,
    typed: () => ({ do: 'receive' }),
    twice: /more than is to be paid/,
    afterReset: NOT_IN_OPEN_BOOKS,
  },
  'POST /b/:b/invoices/:i/credit-note': {
    page: ({ home, invoice }) => `${home}/invoices/${invoice}/credit-note`,
    typed: () => ({ do: 'issue' }),
    twice: /The credit note is issued/,
    afterReset: NOT_IN_OPEN_BOOKS,
  },
  'POST /b/:b/invoices/:i/payments/:pp/undoing': {
    page: ({ home, partlyPaid }) => `${home}/invoices/${partlyPaid}`,
    twice: /is not, or no longer, recorded/,
    afterReset: NOT_IN_OPEN_BOOKS,
  },
  'POST /b/:b/invoices/:i/mail': {
    page: ({ home, invoice }) => `${home}/invoices/${invoice}/mail`,
    typed: () => ({ do: 'send', to: 'nadeau@example.test' }),
    twice: /The mail is on its way/,
    afterReset: NOT_IN_OPEN_BOOKS,
  },
  'POST /b/:b/credit-notes/:n/mail': {
    page: ({ home, creditNote }) => `${home}/credit-notes/${creditNote}/mail`,
    typed: () => ({ do: 'send', to: 'nadeau@example.test' }),
    twice: /The mail is on its way/,
    afterReset: NOT_IN_OPEN_BOOKS,
  },
  'POST /b/:b/invoices/:i/pay-link/revocation': {
    page: ({ home, invoice }) => `${home}/invoices/${invoice}/pay-link`,
    twice: /has no open link/,
    afterReset: NOT_IN_OPEN_BOOKS,
  },
  'POST /b/:b/credit-notes/:n/use': {
    page: ({ home, creditNote }) => `${home}/credit-notes/${creditNote}`,
    typed: ({ partlyPaid }) => ({ do: 'use', invoice: partlyPaid, amount: '1' }),
    twice: /The credit is applied/,
    afterReset: NOT_IN_OPEN_BOOKS,
  },
  'POST /b/:b/invoices/:i/pay-link': {
    page: ({ home }) => `${home}/invoices`,
    twice: /pay/i,
    afterReset: /not in your open books/,
  },
  'POST /b/:b/payments-to-record/:p/recording': {
    page: ({ home, payment }) => `${home}/payments-to-record/${payment}/recording`,
    typed: () => ({ target: 'other-income' }),
    twice: /This payment is not waiting any more/,
    afterReset: /This bank account is not in your present books/,
  },
  'POST /b/:b/payments-to-record/:p/recording/undo': {
    page: ({ home }) => `${home}/payments-to-record/done`,
    twice: /PAY-\w+ waits again/,
  },
  'POST /b/:b/payments-to-record/:p/set-aside': {
    page: ({ home, payment }) => `${home}/payments-to-record/${payment}/recording`,
    twice: /This payment is not waiting any more/,
    afterReset: /is set aside/,
  },
  'POST /b/:b/payments-to-record/:p/set-aside/undo': {
    page: ({ home }) => `${home}/payments-to-record/done`,
    twice: /PAY-\w+ waits again/,
  },
  'POST /b/:b/settings/personalisation/manage-your-data/reset': {
    page: (there) => manage(there, 'reset'),
    typed: ({ owner }) => ({ signUpEmail: owner.email }),
    twice: /Your data are already reset/,
  },
  'POST /b/:b/settings/personalisation/manage-your-data/recover': {
    page: (there) => manage(there, 'recover'),
    typed: ({ owner }) => ({ signUpEmail: owner.email }),
    twice: /These data are already back/,
    afterReset: /Nothing has changed: your books were replaced/,
  },
  'GET /b/:b/settings/personalisation/manage-your-data/recover': {
    page: (there) => manage(there, 'recover'),
    twice: /Recover your data\?/,
  },
  'POST /b/:b/settings/personalisation/manage-your-data/bring-along': {
    page: (there) => manage(there, `bring-along?snapshot=${there.snapshot}&show=1&kind.contacts=1`),
    twice: /It is taken up again/,
    afterReset: /Your books changed meanwhile. Nothing was brought/,
  },
  'GET /b/:b/settings/personalisation/manage-your-data/bring-along': {
    page: (there) => manage(there, 'bring-along'),
    twice: /What do you want to bring along/,
  },
  'POST /b/:b/contacts/new': {
    page: ({ home }) => `${home}/contacts/new`,
    typed: () => ({ name: 'Ève & fils' }),
    twice: /It is saved.*Ève & fils|Ève & fils.*It is saved/,
  },
  'POST /b/:b/contacts/:c/edit': {
    page: ({ home, records }) => `${home}/contacts/${records.contact}/edit`,
    typed: () => ({ name: 'Another name' }),
    twice: /Somebody else changed this meanwhile|Another name/,
    afterReset: /not in your open books any more/,
  },
  'POST /b/:b/contacts/:c/removal': {
    page: ({ home, records }) => `${home}/contacts/${records.contact}`,
    twice: /not in your open books/,
  },
  'POST /b/:b/products/new': {
    page: ({ home }) => `${home}/products/new`,
    typed: () => ({ name: 'Rolls', unitPrice: '6.50' }),
    twice: /It is saved/,
  },
  'POST /b/:b/products/:product/edit': {
    page: ({ home, records }) => `${home}/products/${records.product}/edit`,
    typed: () => ({ unitPrice: '7.25', account: '' }),
    twice: /Somebody else changed this meanwhile/,
    afterReset: /not in your open books any more/,
  },
  'POST /b/:b/products/:product/removal': {
    page: ({ home, records }) => `${home}/products/${records.product}`,
    twice: /not in your open books/,
  },
  'POST /b/:b/accounts/new': {
    page: ({ home }) => `${home}/accounts/new`,
    typed: () => ({ number: '5299', name: 'Odds and ends' }),
    twice: /taken already/,
    afterReset: /It is saved/,
  },
  'POST /b/:b/accounts/:a/edit': {
    page: ({ home, records }) => `${home}/accounts/${records.account}/edit`,
    typed: () => ({ name: 'Another name' }),
    twice: /Somebody else changed this meanwhile/,
    afterReset: /not in your open books any more/,
  },
  'POST /b/:b/accounts/:a/removal': {
    page: ({ home, records }) => `${home}/accounts/${records.account}`,
    // The product sells on it.
    twice: /Your books use it/,
    afterReset: /not in your open books/,
  },
  'POST /b/:b/tax-rates/new': {
    page: ({ home }) => `${home}/tax-rates/new`,
    twice: /taken already/,
    afterReset: /It is saved/,
  },
  'POST /b/:b/tax-rates/:t/removal': {
    page: ({ home, records }) => `${home}/tax-rates/${records.taxRate}`,
    twice: /not in your open books/,
  },
  'POST /b/:b/journal/new': {
    page: ({ home }) => `${home}/journal/new`,
    typed: () => ({ account1: '5200', debit1: '950', account2: '1010', credit2: '950.00', do: 'post' }),
    twice: /The entry is posted/,
  },
  'POST /b/:b/journal/:e/reversal': {
    page: ({ home, records }) => `${home}/journal/${records.entry}`,
    twice: /was reversed already/,
    afterReset: /not in your open books/,
  },
  'POST /pay/:token/receipt-mail': {
    page: ({ paidPath }) => paidPath,
    typed: () => ({ email: 'customer@example.test' }),
    twice: /The receipt is sent/,
    isPublic: true,
  },
  // Every list of the books is looked through by one form.
  'GET /b/:b/:list': { page: ({ home }) => `${home}/contacts`, typed: () => ({ q: 'Roy' }), twice: /Contacts.*Roy/ },
  'GET /b/:b/snapshots/:s/:list': {
    page: ({ home, snapshot }) => `${home}/snapshots/${snapshot}/contacts`,
    typed: () => ({ q: 'Something' }),
    twice: /read only.*Something to reset/,
  },
  'POST /pay/:token': { page: ({ payPath }) => payPath, twice: /PAY-/, isPublic: true },
};

describe('every form', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await startTestApp('forms');
  });
  afterAll(() => world.stop());

  async function furnish(): Promise<There> {
    const owner = await Client.withBooks(world.url);
    const { body } = await owner.reset();
    await owner.signInAgain();

    const first = await owner.withContent().then(() => owner.reset());
    expect(first.status).toBe(201);
    const { paymentId } = await paidInvoice(owner);
    const { payPath: paidPath } = await recordedInvoice(owner);
    await setAside(owner, (await paidInvoice(owner)).paymentId);
    const invoice = await sendInvoice(owner);
    const contact = await owner.post<{ id: string }>(owner.of('/contacts'), { name: 'Roy' });
    const lines = [{ description: 'Not sent yet', unitPrice: '5.00' }];
    const made = async (path: string, json: object) => (await owner.post<{ id: string }>(owner.of(path), json)).body.id;
    const partlyPaid = await made('/invoices', { contactId: contact.body.id, lines });
    await made(`/invoices/${partlyPaid}/payments`, { amount: '1.00' });
    const creditNote = await made('/credit-notes', { contactId: contact.body.id, lines });
    const connected = await owner.connectFeed();
    const waiting = await owner.connectFeed('sandbox-consent');
    const account = await owner.post<{ id: string }>(owner.of('/bank-accounts'), { name: 'Savings' });
    return {
      owner,
      home: `/b/${owner.businessId}`,
      invoice: invoice.id,
      partlyPaid,
      creditNote,
      payPath: invoice.payPath,
      paidPath,
      payment: paymentId,
      snapshot: (body.snapshot as { id: string }).id,
      connected: connected.id,
      waiting: waiting.id,
      bankAccount: account.body.id,
      records: await makeRecords(owner),
    };
  }

  /** A reset and a recovery need all banks disconnected. */
  const settle = async ({ owner, connected, waiting }: There) => {
    for (const id of [connected, waiting]) await owner.disconnectFeed(id);
  };
  const readerOf = ({ owner }: There) => new PageReader(world.url, owner.token);
  /** What a form needs to stand on its page. */
  const PREPARED = { settled: settle, invited: (there: There) => invite(there), plain: () => Promise.resolve() };
  const needOf = (name: string): keyof typeof PREPARED => {
    if (name.includes('/manage-your-data/')) return 'settled';
    return /\/(members|invitations)\b/.test(name) ? 'invited' : 'plain';
  };
  const prepare = (name: string, there: There) => PREPARED[needOf(name)](there);
  /** One business for all forms that change nothing: to furnish one takes longer than the form. */
  const shared = new Map<string, Promise<There>>();
  const sharedFor = (name: string): Promise<There> => {
    const need = needOf(name);
    const made = async () => {
      const there = await furnish();
      await PREPARED[need](there);
      return there;
    };
    if (!shared.has(need)) shared.set(need, made());
    return shared.get(need)!;
  };
  const invite = async ({ owner }: There) => {
    await owner.invite('accountant');
    await sendInvitation(owner, `waits-${owner.email}`, 'viewer');
  };

  /** What was shown, sent once more than it should be. */
  const send = (reader: PageReader, shown: ShownPage, name: string, there: There) => {
    const [method = '', action = ''] = name.split(' ');
    const pattern = new RegExp(`^${action.replace(/:\w+/g, '[^/]+')}$`);
    const form = shown.forms.find(
      (each) => each.method === method.toLowerCase() && pattern.test(each.action.split('?')[0]!),
    );
    if (!form) throw new Error(`${name} is not on ${shown.path} (${shown.status}): ${shown.text}`);
    return reader.send(shown, form, CASES[name]!.typed?.(there) ?? {});
  };

  /** A sentence that says what is so, and a way on; never a raw page of an error. */
  function expectSaid(page: ShownPage, what: RegExp): void {
    const { path, status, text } = page;
    expect({ path, status, says: what.test(text) ? what : text }).toEqual({ path, status, says: what });
    expect([200, 201, 409, 422]).toContain(status);
    expect(page.links.length + page.forms.length).toBeGreaterThan(1);
  }

  test('of every page has its case here', async () => {
    const there = await furnish();
    const params: Record<string, string> = {
      b: there.owner.businessId,
      i: there.invoice,
      n: there.creditNote,
      p: there.payment,
      s: there.snapshot,
      f: there.waiting,
      token: there.payPath.split('/').at(-1)!,
    };
    const pages = routesOf(world.app)
      .filter(({ method, path }) => method === 'GET' && !/^\/(api|audit|metrics|assets|healthz|readyz)/.test(path))
      .map(({ path }) => path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? 'x'));
    // What stands only on a page that was asked for with more than its address.
    pages.push(...Object.values(CASES).map(({ page }) => page(there)));
    const found = new Set<string>();
    const collect = (page: ShownPage) => {
      for (const form of page.forms) {
        const method = form.method;
        const [action = ''] = form.action.split('?pageOwner=');
        const named = Object.keys(CASES).find((name) =>
          new RegExp(`^${name.replace(/:\w+/g, '[^/]+')}$`).test(
            nameOf({ method: method.toUpperCase(), path: action }),
          ),
        );
        found.add(named ?? nameOf({ method: method.toUpperCase(), path: action }));
      }
    };
    for (const reader of [readerOf(there), new PageReader(world.url)]) {
      for (const path of pages) collect(await reader.open(path));
    }
    await settle(there);
    await invite(there);
    for (const path of pages) collect(await readerOf(there).open(path));
    expect([...found].sort()).toEqual(Object.keys(CASES).sort());
  });

  const all = Object.keys(CASES);
  const ofMembers = all.filter((name) => !CASES[name]!.isPublic && name.startsWith('POST'));
  const ofBooks = ofMembers.filter((name) => name.startsWith('POST /b/'));

  test.each(all)('sent twice, from two tabs, says what is so: %s', async (name) => {
    const there = await furnish();
    await prepare(name, there);
    const reader = readerOf(there);
    const path = CASES[name]!.page(there);
    const [first, second] = [await reader.open(path), await reader.open(path)];
    expect((await send(reader, first, name, there)).status).toBeLessThan(400);
    expectSaid(await send(reader, second, name, there), CASES[name]!.twice);
    // And after Back the page is there, or says that it is done.
    expect([200, 401]).toContain((await reader.open(path)).status);
  });

  test.each(ofMembers)('sent after the session’s end says that nothing was changed: %s', async (name) => {
    const there = await sharedFor(name);
    const reader = readerOf(there);
    const path = CASES[name]!.page(there);
    const shown = await reader.open(path);
    reader.endSession();
    const said = await send(reader, shown, name, there);
    if (name === 'POST /sign-out') return expect(said.path).toBe('/sign-in');
    expect(said.status).toBe(401);
    expect(said.text).toContain('nothing was changed');
    expect(formTo(said, '/sign-in').values.next).toBe(path);
    const typed = { email: there.owner.email, password: PASSWORD };
    const back = await reader.send(said, formTo(said, '/sign-in'), typed);
    const kept = formTo(said, '/sign-in').values.kept;
    if (kept === undefined) return expect(back.path).toBe(path);
    // A long form is come back to with all that was typed in it.
    const { action, fields } = JSON.parse(kept) as { action: string; fields: Record<string, string> };
    const again = await reader.send(back, formTo(back, action));
    expect(again.status).toBe(200);
    const shownAgain = again.forms.find((form) => form.action === action)!.values;
    for (const typedField of Object.keys(CASES[name]!.typed?.(there) ?? {})) {
      if (typedField === 'do') continue;
      expect({ typedField, value: shownAgain[typedField] }).toEqual({ typedField, value: fields[typedField] });
    }
  });

  /** Signing in, signing up and paying act for nobody who is signed in. */
  const ofPersons = [...ofMembers, 'POST /language'];

  test.each(ofPersons)('sent when somebody else has signed in does nothing, and says who: %s', async (name) => {
    const there = await furnish();
    await prepare(name, there);
    const { owner } = there;
    // To invite somebody the owner's address must be confirmed, and then that form is there no more.
    const isOfAddress = name === 'POST /account/address-confirmation';
    const other = isOfAddress
      ? await Client.signUp(world.url, { locale: 'fr' })
      : await owner.invite('owner', { locale: 'fr' });
    const reader = readerOf(there);
    const path = CASES[name]!.page(there);
    const shown = await reader.open(path);
    const so = async () => {
      // That it is looked at here is an event itself.
      const events = (await owner.events()).filter(({ type }) => type !== 'audit.read');
      return [events, await owner.counts(), (await other.get('/me')).body];
    };
    const before = await so();
    reader.signInAs(`ardoise_session=${other.token}`);
    const said = await send(reader, shown, name, there);
    expect(said).toMatchObject({ status: 409, title: 'Une autre personne a ouvert une session' });
    expect(said.text).toContain('Rien n’a été changé');
    expect(said.text).toContain(other.email);
    expect(said.html).not.toContain(owner.email);
    expect(said.links).toContain(path);
    // Not even signed out: what would do that is the other person's own to press.
    expect(await so()).toEqual(before);
    const back = await reader.send(said, said.forms.at(-1)!);
    expect(formTo(back, '/sign-in').values.next).toBe(path);
    const typed = { email: owner.email, password: PASSWORD };
    const again = await reader.send(back, formTo(back, '/sign-in'), typed);
    expect(again.path).toBe(path);
    // The same person in another session finds the form as good as before.
    expect((await send(reader, shown, name, there)).status).toBeLessThan(400);
  });

  test.each(ofBooks)('sent when the books were reset by somebody else says what is so: %s', async (name) => {
    const there = await furnish();
    await prepare(name, there);
    const reader = readerOf(there);
    const shown = await reader.open(CASES[name]!.page(there));
    await settle(there);
    expect((await there.owner.reset({}, { 'Idempotency-Key': newId() })).status).toBe(201);
    const said = await send(reader, shown, name, there);
    expectSaid(said, CASES[name]!.afterReset ?? CASES[name]!.twice);
  });
});
