import { Client } from '../builders/client.js';
import { invoice, made } from '../builders/ledger.js';
import { mailsTo } from '../builders/mailbox.js';
import { formTo, PageReader } from '../builders/pages.js';
import { readPdf } from '../builders/pdf-text.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

describe('an invoice that is mailed', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await startTestApp('document-mail');
  });
  afterAll(() => world.stop());

  test.each([
    ['fr', 'Facture', 'Voici la facture', 'Facturée à'],
    ['en', 'Invoice', 'Here is invoice', 'Billed to'],
  ])('goes in the language of its customer, once, with its file (%s)', async (locale, title, says, inFile) => {
    const owner = await Client.signUp(world.url);
    const to = `customer-${locale}@example.test`;
    const contactId = (await made(owner, '/contacts', { name: 'Nadeau', email: to, locale })).id;
    const { id, number } = await invoice(owner, { contactId });
    const reader = new PageReader(world.url, owner.token);
    const path = `/b/${owner.businessId}/invoices/${id}/mail`;
    const shown = await reader.open(path);
    expect(formTo(shown, '/mail').values.to).toBe(to);
    const wrong = await reader.send(shown, formTo(shown, '/mail'), { do: 'send', to: 'nobody', message: 'Typed' });
    expect(wrong.status).toBe(422);
    expect(formTo(wrong, '/mail').values).toMatchObject({ to: 'nobody', message: 'Typed' });
    const sent = await reader.send(shown, formTo(shown, '/mail'), { do: 'send' });
    expect(sent.text).toContain('The mail is on its way');
    expect(sent.text).toContain(`Sent to ${to}`);
    const again = await reader.send(shown, formTo(shown, '/mail'), { do: 'send' });
    expect(again.text).toContain('This mail has left already');
    const mails = await mailsTo(world.url, to);
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail!.subject).toContain(`${title} ${number}`);
    expect(mail!.text).toContain(says);
    expect(mail!.html).toContain(says);
    const { text, fonts } = readPdf(Buffer.from(mail!.attachments![0]!.content, 'base64'));
    expect(text).toContain(inFile);
    expect(text).toContain(number);
    expect(fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
    expect((await owner.events()).filter(({ type }) => type === 'document.mailed')).toHaveLength(1);
  });
});
