import type { Locale } from '../../platform/kernel/actor.js';

/** A bank as one may choose it. `needsConsent`: a person must say yes at the bank before it connects. */
export interface Institution {
  readonly id: string;
  readonly name: Readonly<Record<Locale, string>>;
  readonly description: Readonly<Record<Locale, string>>;
  readonly needsConsent: boolean;
}

/** One movement as the bank tells it. `externalId` is the bank's own and never used twice for an account. */
export interface ProvidedTransaction {
  readonly externalId: string;
  /** Calendar date. */
  readonly postedOn: string;
  readonly description: string;
  /** Decimal string; negative for money that left. */
  readonly amount: string;
}

export interface FeedConnection {
  readonly feedId: string;
  readonly institution: string;
  readonly connectedAt: Date;
  /** How many transactions were taken before. */
  readonly fetchedCount: number;
}

/**
 * The port to whoever connects banks. Called outside of database transactions only. `fetchNew` may be called again for
 * the same cursor and must then give the same transactions; it throws when the bank does not answer.
 */
export abstract class BankProvider {
  abstract institutions(): readonly Institution[];
  abstract fetchNew(connection: FeedConnection): Promise<readonly ProvidedTransaction[]>;
  /** Tells the bank that its consent is no longer used; may be called twice. */
  abstract revoke(connection: Pick<FeedConnection, 'feedId' | 'institution'>): Promise<void>;
}
