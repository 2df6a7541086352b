import { Client, PASSWORD } from '../builders/client.js';
import { formTo, PageReader, type ShownPage } from '../builders/pages.js';
import { makeRecords, type Records } from '../builders/records.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** Contacts, products, accounts, tax rates and entries, entered and changed in a browser without script. */
describe('what is entered once and used often', () => {
  let world: TestApp;
  let owner: Client;
  let home: string;
  let reader: PageReader;
  let records: Records;

  beforeAll(async () => {
    world = await startTestApp('record-pages');
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    owner = await Client.signUp(world.url);
    home = `/b/${owner.businessId}`;
    reader = new PageReader(world.url, owner.token);
    records = await makeRecords(owner);
  });

  const fill = async (path: string, typed: Record<string, string>, from = reader): Promise<ShownPage> => {
    const page = await from.open(home + path);
    return from.send(page, formTo(page, path), typed);
  };
  const listed = async <Row>(path: string) => (await owner.get<{ items: Row[] }>(owner.of(path))).body.items;

  test('a contact is added with all there is of it, opened from the list, changed, and nobody loses what they typed', async () => {
    const added = await fill('/contacts/new', {
      name: '  Zoé Nadeau ',
      kind: 'supplier',
      email: 'zoe@example.test',
      address: '12, rue des Érables\r\nSherbrooke',
      locale: 'fr',
    });
    expect(added.text).toContain('It is saved');
    const [, contact] = await listed<{ id: string; name: string }>('/contacts');
    expect(contact).toMatchObject({
      name: 'Zoé Nadeau',
      kind: 'supplier',
      address: '12, rue des Érables\nSherbrooke',
      locale: 'fr',
      phone: null,
    });
    const list = await reader.open(`${home}/contacts?q=nadeau`);
    expect(list.links).toContain(`${home}/contacts/${contact!.id}`);

    const path = `/contacts/${contact!.id}/edit`;
    const shown = await reader.open(home + path);
    const colleague = await owner.invite('bookkeeper');
    await fill(path, { phone: '514 555-0100' }, new PageReader(world.url, colleague.token));
    const stale = await reader.send(shown, formTo(shown, path), { name: 'Zoé Nadeau inc.' });
    expect(stale).toMatchObject({ status: 409 });
    expect(stale.text).toContain('Somebody else changed this meanwhile');
    expect(stale.text).toContain('Phone: now “514 555-0100”');
    expect(formTo(stale, path).values).toMatchObject({ name: 'Zoé Nadeau inc.', phone: '' });
    // Sent once more, it is meant.
    const meant = await reader.send(stale, formTo(stale, path), { phone: '514 555-0199' });
    expect(meant.text).toContain('Zoé Nadeau inc.');
    expect((await listed('/contacts'))[1]).toMatchObject({ name: 'Zoé Nadeau inc.', phone: '514 555-0199' });
  });

  test.each([
    ['/contacts/new', { name: '' }, 'name', 'Fill in this field'],
    ['/contacts/new', { name: 'a'.repeat(201) }, 'name', 'too long'],
    ['/products/new', { name: 'Rolls', unitPrice: 'dear' }, 'unitPrice', 'Write an amount'],
    ['/products/new', { name: 'Rolls', unitPrice: '1', account: '9876' }, 'account', 'not in the chart'],
    ['/products/new', { name: 'Rolls', unitPrice: '1', account: '1100' }, 'account', 'what your customers owe'],
    ['/accounts/new', { number: '52 00', name: 'Rent' }, 'number', '1 to 20 letters'],
    ['/accounts/new', { number: '5200', name: 'Rent' }, 'number', 'taken already'],
    ['/tax-rates/new', { known: '', code: 'X', name: 'X', percent: 'half', account: '2100' }, 'percent', 'percentage'],
    ['/tax-rates/new', { known: '', code: 'X', name: 'X', percent: '5', account: '' }, 'account', 'Fill in'],
    ['/tax-rates/new', { known: '', code: 'TPS', name: 'X', percent: '5', account: '2100' }, 'code', 'taken already'],
    ['/tax-rates/new', { known: '', code: 'X', name: 'X', percent: '101', account: '2100' }, 'percent', 'at most 100'],
  ])('what does not fit is told at its field, and what was typed stays: %s %j', async (path, typed, field, said) => {
    const before = await owner.counts();
    const page = await fill(path, typed);
    expect(page.status).toBe(422);
    expect(page.text).toContain(said);
    expect(page.html).toContain(`id="${field}-problem"`);
    expect(page.html).toMatch(new RegExp(`href="#${field}"`));
    const shown = page.forms.find(({ action, values }) => action.endsWith(path) && field in values)!;
    const { known: _, ...own } = typed as Record<string, string>;
    expect(shown.values).toMatchObject(own);
    expect(await owner.counts()).toEqual(before);
  });

  test('sent twice it is there once, of every kind', async () => {
    for (const [path, list, typed] of [
      ['/contacts/new', '/contacts', { name: 'Once' }],
      ['/products/new', '/products', { name: 'Once', unitPrice: '1' }],
      ['/accounts/new', '/ledger-accounts', { number: '5298', name: 'Once' }],
      ['/tax-rates/new', '/tax-rates', { known: 'TVH-NE' }],
    ] as const) {
      const page = await reader.open(home + path);
      const first = await reader.send(page, formTo(page, path), typed);
      const second = await reader.send(page, formTo(page, path), typed);
      expect([first.status, second.status, second.path]).toEqual([200, 200, first.path]);
      const named = (await listed<{ name: string; code?: string }>(list)).filter(
        ({ name, code }) => name === 'Once' || code === 'TVH-NE',
      );
      expect(named).toHaveLength(1);
    }
  });

  test('what nothing uses is deleted, and what is used stays and says so', async () => {
    const remove = async (path: string) => {
      const page = await reader.open(home + path);
      return reader.send(page, formTo(page, '/removal'));
    };
    expect((await remove(`/accounts/${records.account}`)).text).toContain('Your books use it');
    expect((await remove(`/products/${records.product}`)).text).toContain('It is deleted');
    expect((await remove(`/accounts/${records.account}`)).text).toContain('It is deleted');
    expect((await remove(`/tax-rates/${records.taxRate}`)).text).toContain('It is deleted');
    expect((await remove(`/contacts/${records.contact}`)).text).toContain('It is deleted');
    const [bank] = (await listed<{ id: string; number: string }>('/ledger-accounts')).filter(
      (a) => a.number === '1010',
    );
    expect((await owner.delete(owner.of(`/ledger-accounts/${bank!.id}`))).status).toBe(409);
  });

  test('a product is found for an invoice however many there are, and stays chosen while others are looked for', async () => {
    const product = (name: string) => owner.post(owner.of('/products'), { name, unitPrice: '2.00' });
    for (let i = 0; i < 10; i++) {
      const numbers = Array.from({ length: 20 }, (_, n) => String(i * 20 + n).padStart(3, '0'));
      await Promise.all(numbers.map((number) => product(`Bread ${number}`)));
    }
    await product('Zwieback');
    const first = await reader.open(`${home}/invoices/new`);
    expect(first.html).toContain('Bread 099');
    expect(first.html).not.toContain('Bread 150');
    const look = (page: ShownPage, typed: Record<string, string>) =>
      reader.send(page, formTo(page, '/invoices/new'), { ...typed, do: 'find' });
    const found = await look(first, { findProduct: 'zwie' });
    expect(found.html).not.toContain('Bread 099');
    const zwieback = /<option value="([^"]+)"[^>]*>Zwieback/.exec(found.html)![1]!;
    const others = await look(found, { 'line.0.product': zwieback, findProduct: 'Bread 15' });
    expect(others.html).toContain('Bread 150');
    expect(formTo(others, '/invoices/new').values['line.0.product']).toBe(zwieback);
    const none = await look(others, { findProduct: 'Cake' });
    expect(none.text).toContain('No product begins with these letters');
    expect(formTo(none, '/invoices/new').values['line.0.product']).toBe(zwieback);
  });

  test('the page of a contact says what is open of its documents, and what is late', async () => {
    const lines = [{ description: 'Work', unitPrice: '100.00' }];
    const { contact: contactId } = records;
    await owner.post(owner.of('/invoices'), { contactId, issuedOn: '2026-01-01', dueOn: '2026-01-31', lines });
    await owner.post(owner.of('/invoices'), { contactId, issuedOn: '2026-01-01', dueOn: '2099-01-31', lines });
    await owner.post(owner.of('/credit-notes'), { contactId, lines: [{ description: 'Sorry', unitPrice: '30.00' }] });
    const page = await reader.open(`${home}/contacts/${contactId}`);
    expect(page.text).toMatch(/Due in all \$170\.00 Of this, late \$100\.00/);
    expect(page.text).toContain('Credit note NC-000001');
    // With documents it is in the ledger: there is no button that would be refused.
    expect(page.forms.filter(({ action }) => action.endsWith('/removal'))).toEqual([]);
    expect((await owner.delete(owner.of(`/contacts/${contactId}`))).status).toBe(409);
  });

  describe('an entry', () => {
    const typed = { account1: '5200 – Rent', debit1: '1,950.50', account2: '1010', credit2: '1950.50', label: 'Rent' };

    test('is posted, shown, and reversed once', async () => {
      const posted = await fill('/journal/new', { ...typed, do: 'post' });
      expect(posted.text).toContain('The entry is posted');
      expect(posted.text).toMatch(/5200 – .*\$1,950\.50.*1010 – .*\$1,950\.50.*Total \$1,950\.50 \$1,950\.50/);
      const reversed = await reader.send(posted, formTo(posted, '/reversal'), { label: 'Entered twice' });
      expect(reversed.text).toContain('this is the entry that takes it back');
      const again = await reader.send(posted, formTo(posted, '/reversal'));
      expect(again.text).toContain('was reversed already');
      expect(again.path.split('?')[0]).toBe(reversed.path.split('?')[0]);
      const first = await reader.open(posted.path);
      expect(first.text).toContain('Taken back by the entry');
      expect(first.forms.filter(({ action }) => action.endsWith('/reversal'))).toEqual([]);
      const { totals } = (await owner.get<{ totals: { debitBalance: string } }>(owner.of('/trial-balance'))).body;
      // What the entry made before, and nothing of these.
      expect(totals.debitBalance).toBe('950.00');
    });

    test('that does not balance is told with the difference, and stays as it was typed', async () => {
      const page = await fill('/journal/new', { ...typed, credit2: '950', do: 'post' });
      expect(page.status).toBe(422);
      expect(page.text).toContain('debits $1,950.50, credits $950.00, difference $1,000.50');
      expect(formTo(page, '/journal/new').values).toMatchObject({ ...typed, credit2: '950' });
    });

    test.each([
      [{ account1: '9876' }, 'account1', 'not in the chart'],
      [{ debit1: 'much' }, 'debit1', 'Write an amount'],
      [{ credit1: '5' }, 'credit1', 'either a debit or a credit'],
      [{ date: 'soon' }, 'date', 'Choose a date'],
      [{ account2: '', credit2: '' }, 'account2', 'at least two lines'],
      [{ account2: '' }, 'account2', 'Fill in this field'],
    ])('with a fault in it says where: %j', async (wrong, field, said) => {
      const page = await fill('/journal/new', { ...typed, ...wrong, do: 'post' });
      expect(page.status).toBe(422);
      expect(page.text).toContain(said);
      expect(page.html).toContain(`id="${field}-problem"`);
    });

    test('has as many lines as one asks for, without script', async () => {
      let page = await fill('/journal/new', { ...typed, do: 'more' });
      page = await reader.send(page, formTo(page, '/journal/new'), { do: 'more' });
      const { values } = formTo(page, '/journal/new');
      expect(Object.keys(values).filter((name) => /^account\d+$/.test(name))).toHaveLength(8);
      const more = { account8: '1010', credit8: '0.50', credit2: '1950', do: 'post' };
      expect((await reader.send(page, formTo(page, '/journal/new'), more)).text).toContain('3 lines');
    });

    test('of a document says how that is taken back, and leads to it', async () => {
      const lines = [{ description: 'Work', unitPrice: '100.00' }];
      const { body } = await owner.post<{ id: string }>(owner.of('/invoices'), { contactId: records.contact, lines });
      const invoice = await owner.get<{ entryId: string }>(owner.of(`/invoices/${body.id}`));
      const page = await reader.open(`${home}/journal/${invoice.body.entryId}`);
      expect(page.text).toContain('make a credit note of that invoice');
      expect(page.links).toContain(`${home}/invoices/${body.id}`);
      expect(page.forms.filter(({ action }) => action.endsWith('/reversal'))).toEqual([]);
    });
  });

  test('what was typed outlives the session, for the same person alone', async () => {
    for (const [path, typed] of [
      ['/contacts/new', { name: 'Nearly lost', address: 'A\r\nB' }],
      ['/journal/new', { account1: '5200', debit1: '12', label: 'Nearly lost' }],
    ] as const) {
      const page = await reader.open(home + path);
      reader.endSession();
      const out = await reader.send(page, formTo(page, path), typed);
      expect(out.status).toBe(401);
      const back = await reader.send(out, formTo(out, '/sign-in'), { email: owner.email, password: PASSWORD });
      expect(back.path).toBe(home + path);
      expect(back.text).toContain('What you had written is here');
      expect(formTo(back, path).values).toMatchObject({ ...typed, id: formTo(page, path).values.id });
      // Once.
      expect((await reader.open(home + path)).text).not.toContain('What you had written is here');
    }
    const other = await owner.invite('bookkeeper');
    const page = await reader.open(`${home}/contacts/new`);
    reader.endSession();
    const out = await reader.send(page, formTo(page, '/contacts/new'), { name: 'Not for others' });
    const theirs = await reader.send(out, formTo(out, '/sign-in'), { email: other.email, password: PASSWORD });
    expect(theirs.html).not.toContain('Not for others');
  });

  test('a viewer sees all of it, no button that would be refused, and is refused with the reason', async () => {
    const viewer = await owner.invite('viewer');
    const theirs = new PageReader(world.url, viewer.token);
    const pages = {
      contacts: records.contact,
      products: records.product,
      accounts: records.account,
      'tax-rates': records.taxRate,
      journal: records.entry,
    };
    for (const [list, id] of Object.entries(pages)) {
      for (const path of [`/${list}`, `/${list}/${id}`]) {
        const page = await theirs.open(home + path);
        expect(page.status).toBe(200);
        const posts = page.forms.filter(({ action, method }) => method === 'post' && action.startsWith('/b/'));
        expect({ path, posts }).toEqual({ path, posts: [] });
        expect(page.links.filter((link) => /\/(new|edit)$|\/file\?/.test(link))).toEqual([]);
      }
      const form = await theirs.open(`${home}/${list}/new`);
      expect(form).toMatchObject({ status: 403 });
      expect(form.text).toContain('Your role does not allow it');
    }
    const page = await reader.open(`${home}/contacts/new`);
    const shown = formTo(page, '/contacts/new');
    const { pageOwner: _, ...values } = shown.values;
    const refused = await theirs.send(page, { ...shown, values }, { name: 'By hand' });
    expect(refused).toMatchObject({ status: 403 });
    expect(refused.text).toContain('Your role does not allow it');
    expect((await listed<{ name: string }>('/contacts')).map(({ name }) => name)).toEqual(['Something']);
  });

  test('somebody of another business finds none of it', async () => {
    const other = new PageReader(world.url, (await Client.signUp(world.url)).token);
    for (const path of ['/contacts', `/contacts/${records.contact}`, '/journal/new', `/journal/${records.entry}`]) {
      expect((await other.open(home + path)).status).toBe(404);
    }
  });

  test('every list is had as a file with what is looked for, in the language of the reader', async () => {
    const french = await Client.signUp(world.url, { locale: 'fr' });
    await french.post(french.of('/contacts'), { name: 'Roy', kind: 'supplier' });
    const download = async (path: string, who = owner) => {
      const cookie = `ardoise_session=${who.token}`;
      const answer = await fetch(`${world.url}/b/${who.businessId}${path}`, { headers: { cookie } });
      return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
    };
    const csv = await download('/lists/contacts/file?format=csv&kind=supplier', french);
    expect(csv.bytes.toString()).toBe(
      '\ufeffNom,Genre,Courriel,Téléphone,Numéro,Adresse,Langue\r\nRoy,Fournisseur,,,,,\r\n',
    );
    const lists = ['contacts', 'products', 'tax-rates', 'accounts', 'journal', 'invoices', 'credit-notes', 'payments'];
    for (const list of lists) {
      for (const [format, magic] of [
        ['csv', '\ufeff'],
        ['xlsx', 'PK'],
        ['pdf', '%PDF'],
      ] as const) {
        const { status, bytes } = await download(`/lists/${list}/file?format=${format}`);
        expect({ list, format, status, magic: bytes.toString().slice(0, magic.length) }).toEqual({
          list,
          format,
          status: 200,
          magic,
        });
      }
    }
    expect((await download('/lists/nothing/file?format=csv')).status).toBe(404);
    expect((await download('/lists/contacts/file?format=doc')).status).toBe(404);
  });

  test('a list that is empty says how to begin; one in which nothing is found says how to see all', async () => {
    const empty = await reader.open(`${home}/invoices`);
    expect(empty.text).toContain('No invoice yet');
    expect(empty.links).toContain(`${home}/invoices/new`);
    const nothing = await reader.open(`${home}/contacts?q=nobody&kind=supplier`);
    expect(nothing.text).toContain('Nothing matches what you are looking for');
    expect(nothing.links).toContain(`${home}/contacts`);
    expect(formTo(nothing, '/contacts').values).toMatchObject({ q: 'nobody', kind: 'supplier' });
  });
});
