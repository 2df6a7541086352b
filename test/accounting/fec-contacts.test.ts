import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';

const HEADER =
  'JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise';

function file(auxiliaries: number): string {
  const lines = Array.from({ length: auxiliaries }, (_, i) => {
    const [number, name] = [`AUX${i}`, `Client ${i}`];
    return [
      `VE|Ventes|${i}|20260105|411000|Clients|${number}|${name}|F|20260105|Vente|10,00|0,00|||||`,
      `VE|Ventes|${i}|20260105|401000|Fournisseurs|F${i % 7}|Fournisseur ${i % 7}|F|20260105|Vente|0,00|10,00|||||`,
    ].join('\n');
  });
  return [HEADER, ...lines].join('\n');
}

interface Contact {
  readonly kind: string;
  readonly number: string | null;
  readonly name: string;
}

/** O13: 300 auxiliary customers in a file, 0 contacts after the import. */
describe('the auxiliary accounts of a file', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('fec_contacts');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.signUp(scene.url);
  });

  test('become contacts, customers and suppliers, once each by their number', async () => {
    const before = await owner.post(owner.of('/contacts'), { name: 'Known', number: 'AUX3' });
    expect(before.status).toBe(201);
    expect(await owner.import(file(300))).toMatchObject({ status: 201, body: { contactsCreated: 306 } });
    const contacts: Contact[] = [];
    for (let after = ''; ;) {
      const { body } = await owner.get<{ items: Contact[]; next: string | null }>(
        owner.of(`/contacts?limit=200${after}`),
      );
      contacts.push(...body.items);
      if (body.next === null) break;
      after = `&after=${body.next}`;
    }
    expect(contacts).toHaveLength(307);
    expect(new Set(contacts.map(({ kind, number }) => `${kind} ${number}`)).size).toBe(307);
    expect(contacts.filter(({ number }) => number === 'AUX3')).toMatchObject([{ name: 'Known', kind: 'customer' }]);
    expect(contacts.filter(({ kind }) => kind === 'supplier').map(({ name }) => name)).toContain('Fournisseur 6');
    // The same file in a fresh book, and none of the contacts of the other.
    await owner.reset();
    expect(await owner.import(file(300))).toMatchObject({ status: 201, body: { contactsCreated: 307 } });
  });

  test('may be fifty thousand', async () => {
    const answer = await owner.import(file(50_000));
    expect(answer).toMatchObject({ status: 201, body: { entries: 50_000, contactsCreated: 50_007 } });
    expect((await owner.counts()).contacts).toBe(50_007);
  }, 120_000);

  test('are those of customers and suppliers alone', async () => {
    const lines = [
      'OD|G|1|20260105|512000|Banque|B1|Banque|F|20260105|x|10,00|0,00|||||',
      'OD|G|1|20260105|1100|Clients|C1||F|20260105|x|0,00|10,00|||||',
    ];
    expect(await owner.import([HEADER, ...lines].join('\n'))).toMatchObject({ body: { contactsCreated: 1 } });
    const { body } = await owner.get<{ items: Contact[] }>(owner.of('/contacts'));
    expect(body.items).toMatchObject([{ kind: 'customer', number: 'C1', name: 'C1' }]);
  });
});
