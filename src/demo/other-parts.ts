import { calendar, freshBook, type DemoTools, type Part } from './parts.js';
import { OTHER_BUSINESSES, smallBooks, type OtherBusiness, type Story } from './other-businesses.js';

const REASON = 'Nouvel exercice';

/** What makes each story. Every one of them may be repeated. */
const STORIES: Record<Story, (name: string, tools: DemoTools) => Promise<void>> = {
  quiet: async () => undefined,

  async connected(name, { hands, switches }) {
    await switches.connect(await hands.ownerOf(name), 'sandbox');
  },

  async consent(name, { hands, switches }) {
    await switches.connect(await hands.ownerOf(name), 'sandbox-consent');
  },

  async failing(name, { hands, switches }) {
    const owning = await hands.ownerOf(name);
    await switches.fail(owning, await switches.connect(owning, 'sandbox-unsteady'));
  },

  async refused(name, { hands, switches }) {
    const owning = await hands.ownerOf(name);
    await switches.connect(owning, 'sandbox');
    await switches.beRefused(owning, REASON);
  },

  async asks(name, { hands, switches, support }) {
    const owning = await hands.ownerOf(name);
    await support.askToDisconnect(owning.membership.businessId, await switches.connect(owning, 'sandbox'), {
      reason: 'La propriétaire ne retrouve plus la page des banques et veut réinitialiser ses données.',
      ticket: 'DEMO-1042',
    });
  },

  async approved(name, { hands, switches, support }) {
    const owning = await hands.ownerOf(name);
    const { businessId } = owning.membership;
    if (await switches.hadBank(owning)) return support.approve(businessId);
    await support.askToDisconnect(businessId, await switches.connect(owning, 'sandbox'), {
      reason: 'Le propriétaire a changé de caisse et n’a plus accès à l’ancienne.',
      ticket: 'DEMO-1038',
    });
    await support.approve(businessId);
  },

  async reset(name, { hands, switches }) {
    await switches.reset(await hands.ownerOf(name), `${name}/reset`, REASON);
  },

  async restored(name, { hands, switches }) {
    await switches.reset(await hands.ownerOf(name), `${name}/reset`, REASON);
    await switches.restore(await hands.ownerOf(name), `${name}/restore`, 'Je cherchais une ancienne facture');
  },

  async held(name, { hands, switches, support }) {
    const owning = await hands.ownerOf(name);
    await switches.reset(owning, `${name}/reset`, REASON);
    await support.hold((await switches.latestSnapshot(owning)).id, {
      reason: 'Vérification fiscale annoncée : conserver les livres de l’exercice.',
      ticket: 'DEMO-0977',
    });
  },
};

const partsOf = (other: OtherBusiness, i: number): Part[] => {
  const { name, story } = other;
  return [
    { name: `${name}/owner`, run: ({ hands }) => hands.signUp(name, other) },
    freshBook(name),
    {
      name: `${name}/books`,
      run: async ({ hands, books }) =>
        books.fill(await hands.ownerOf(name), smallBooks(other, calendar(), i), `${name}/books`),
    },
    { name: `${name}/${story}`, run: (tools) => STORIES[story](name, tools) },
  ];
};

export const otherParts: readonly Part[] = OTHER_BUSINESSES.flatMap(partsOf);
