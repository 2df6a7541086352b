import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { MINUTE_MS, now, SECOND_MS } from '../../platform/kernel/clock.js';
import { formatCents } from '../../platform/kernel/money.js';
import { BankProvider, type FeedConnection, type Institution, type ProvidedTransaction } from './bank-provider.js';

const INSTITUTIONS: readonly Institution[] = [
  {
    id: 'sandbox',
    name: { fr: 'Banque d’essai', en: 'Sandbox Bank' },
    description: { fr: 'Se connecte tout de suite.', en: 'Connects at once.' },
    needsConsent: false,
  },
  {
    id: 'sandbox-consent',
    name: { fr: 'Caisse d’essai', en: 'Sandbox Credit Union' },
    description: { fr: 'Demande votre accord sur sa propre page.', en: 'Asks for your consent on a page of its own.' },
    needsConsent: true,
  },
  {
    id: 'sandbox-unsteady',
    name: { fr: 'Banque capricieuse', en: 'Unsteady Sandbox Bank' },
    description: {
      fr: 'Cesse de répondre après trois opérations.',
      en: 'Stops answering after three transactions.',
    },
    needsConsent: false,
  },
];

const FIRST_AFTER_MS = SECOND_MS;
const EVERY_MS = MINUTE_MS;
const PER_FETCH_MAX = 100;
const UNSTEADY_AFTER = 3;

const PAYEES = ['Boulangerie du Coin', 'Hydro-Québec', 'Papeterie Nadeau', 'Virement client', 'Café Olimpico', 'Loyer'];

/**
 * A bank that is not one, but behaves like one: consent, transactions that keep arriving while connected, errors. It
 * remembers nothing: the n-th transaction of a feed follows from the feed and n, so asking twice gives the same.
 */
@Injectable()
export class SandboxProvider extends BankProvider {
  institutions(): readonly Institution[] {
    return INSTITUTIONS;
  }

  async fetchNew(connection: FeedConnection): Promise<readonly ProvidedTransaction[]> {
    const { institution, connectedAt, fetchedCount } = connection;
    if (institution === 'sandbox-unsteady' && fetchedCount >= UNSTEADY_AFTER) {
      throw new Error('The bank does not answer');
    }
    const elapsed = now().getTime() - connectedAt.getTime() - FIRST_AFTER_MS;
    const posted = elapsed < 0 ? 0 : 1 + Math.floor(elapsed / EVERY_MS);
    const due = Math.min(posted - fetchedCount, PER_FETCH_MAX);
    return Array.from({ length: Math.max(0, due) }, (_, i) => transaction(connection, fetchedCount + i));
  }

  async revoke(): Promise<void> {
    // It has nothing to forget.
  }
}

function transaction({ feedId, connectedAt }: FeedConnection, n: number): ProvidedTransaction {
  const seed = createHash('sha256').update(`${feedId}:${n}`).digest();
  const at = new Date(connectedAt.getTime() + FIRST_AFTER_MS + n * EVERY_MS);
  const payee = PAYEES[seed[0]! % PAYEES.length]!;
  const cents = BigInt(seed.readUInt16BE(1)) + 100n;
  return {
    externalId: `${feedId}-${n}`,
    postedOn: at.toISOString().slice(0, 10),
    description: payee,
    amount: formatCents(payee === 'Virement client' ? cents : -cents),
  };
}
