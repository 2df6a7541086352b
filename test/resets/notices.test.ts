import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idToBytes } from '../../src/platform/kernel/ids.js';
import { Outbox } from '../../src/platform/outbox/outbox.service.js';
import { Client } from '../builders/client.js';
import { isOfJoining } from '../builders/mailbox.js';
import { Scene } from '../setup/scene.js';

/** SPEC §3.6: the owner, and every member with full access, is told, with the way back. */
describe('who is told of a reset and a restore', () => {
  let scene: Scene;
  let owner: Client;
  let partner: Client;

  beforeAll(async () => {
    scene = await Scene.start('notices');
    owner = await Client.withBooks(scene.url, { locale: 'fr', businessName: 'Café Tournesol' });
    partner = await owner.invite('owner', { locale: 'en' });
    for (const role of ['accountant', 'bookkeeper', 'viewer'] as const) await owner.invite(role);
    await Client.withBooks(scene.url);
  });
  afterAll(() => scene.stop());

  const folder = () => join(scene.world.settings.dataDir, 'mail');

  function mails(): { to: string; text: string }[] {
    const all = readdirSync(folder()).map((name) => {
      const source = readFileSync(join(folder(), name), 'utf8');
      return { to: /^To: (.*)$/m.exec(source)![1]!.trim(), text: decode(source) };
    });
    return all.filter((mail) => !isOfJoining(mail));
  }

  /** What a mail program shows of the plain part: quoted-printable and base64 undone, wherever they are. */
  function decode(source: string): string {
    const [, boundary] = /boundary="([^"]+)"/.exec(source)!;
    const part = source.split(`--${boundary}`).find((each) => /^Content-Type: text\/plain/im.test(each))!;
    const [head, ...rest] = part.trimStart().split(/\r?\n\r?\n/);
    const body = rest.join('\n\n');
    if (/^Content-Transfer-Encoding: base64/im.test(head!)) return Buffer.from(body, 'base64').toString('utf8');
    if (!/^Content-Transfer-Encoding: quoted-printable/im.test(head!)) return body;
    const bytes = body
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString('utf8');
  }

  async function deliver(): Promise<void> {
    while ((await scene.world.app.get(Outbox).deliverDue()) > 0);
  }

  test('the owner in French and the partner in English, nobody else', async () => {
    expect((await owner.reset()).status).toBe(201);
    await deliver();
    const sent = mails();
    expect(sent.map(({ to }) => to).sort()).toEqual([owner.email, partner.email].sort());
    const [french, english] = [owner, partner].map((person) => sent.find(({ to }) => to === person.email)!.text);
    expect(french).toContain('Café Tournesol ont été réinitialisées');
    expect(french).toContain('Récupérer mes données');
    expect(english).toContain('Café Tournesol were reset');
    expect(english).toContain('Recover my data');
    // What was set aside, in numbers: a contact.
    expect(french).toMatch(/^Écritures : 0$/m);
    expect(french).toMatch(/^Contacts : [1-9]\d*$/m);
    expect(english).toMatch(/^Entries: 0$/m);
    for (const text of [french, english]) {
      expect(text).toContain(`/b/${owner.businessId}/settings/personalisation/manage-your-data`);
    }
  });

  test('of a restore too, and delivering again sends nothing twice', async () => {
    expect((await owner.restore()).status).toBe(201);
    await deliver();
    await deliver();
    expect(mails()).toHaveLength(4);
    expect(
      mails().filter(({ text }) => /ramenées à un état antérieur|taken back to an earlier state/.test(text)),
    ).toHaveLength(2);
  });

  test('of a refused one nobody', async () => {
    await owner.reset({ signUpEmail: 'wrong@example.test' });
    await partner.reset({ signUpEmail: owner.email });
    await deliver();
    expect(mails()).toHaveLength(4);
  });

  test('a name stored with lines of its own stays in one line of the mail', async () => {
    const other = await Client.signUp(scene.url, { locale: 'en' });
    const name = 'Nadeau\r\n\r\nYour account is closed.\nWrite to thief@example.test';
    await scene.sql.admin.query('UPDATE businesses SET name = ? WHERE id = ?', [name, idToBytes(other.businessId)]);
    expect((await other.post(other.of('/contacts'), { name: 'Roy' })).status).toBe(201);
    expect((await other.reset()).status).toBe(201);
    await deliver();
    const { text } = mails().find(({ to }) => to === other.email)!;
    expect(text.replaceAll('\r\n', '\n')).toContain(
      'The accounting data of Nadeau Your account is closed. Write to thief@example.test were reset.',
    );
  });
});
