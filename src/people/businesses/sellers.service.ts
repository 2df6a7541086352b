import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { inTransaction, selectOne, write } from '../../platform/database/transaction.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { notFound } from '../../platform/kernel/app-error.js';
import { idToBytes, type BusinessId } from '../../platform/kernel/ids.js';
import { oneLine, printable } from '../../platform/kernel/schemas.js';
import { rolesOf, type MembershipFacts } from '../../policy/ability.js';
import { sirenSchema, withoutSpaces } from './siren.js';
import { emailSchema } from '../identity/identity.schemas.js';
import type { businesses } from '../tables.generated.js';

/** What the documents of a business say of it beside its name; null is what nobody has filled in. */
export interface BusinessDetails {
  readonly address: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** As they stand on its documents: "TPS 123456789 RT0001". */
  readonly taxNumbers: string | null;
  /** In France: nine digits. It names the file of the law, and stands on no document. */
  readonly siren: string | null;
}

/** A business as its customers see it. */
export interface Seller extends BusinessDetails, Readonly<Pick<businesses, 'name' | 'locale' | 'currency'>> {
  readonly timeZone: string;
}

export const businessDetailsSchema = z
  .strictObject({
    address: printable(500).optional(),
    email: emailSchema.optional().describe('Where its customers write to.'),
    phone: oneLine(50).optional(),
    taxNumbers: printable(200).optional().describe('As they stand on its documents.'),
    siren: sirenSchema.optional(),
  })
  .meta({
    id: 'NewBusinessDetails',
    description: 'What the documents of a business say of it, all of it; what is left out is said no more.',
    examples: [
      {
        address: '12, rue des Érables\nMontréal (Québec) H2X 1Y4',
        email: 'bonjour@atelier-zoe.example',
        phone: '514 555-0100',
        taxNumbers: 'TPS 123456789 RT0001, TVQ 1234567890 TQ0001',
      },
    ],
  });
export type BusinessDetailsRequest = z.infer<typeof businessDetailsSchema>;

type Row = Pick<
  businesses,
  'name' | 'locale' | 'currency' | 'time_zone' | 'address' | 'contact_email' | 'phone' | 'tax_numbers' | 'siren'
>;

const SELECT_SELLER = `SELECT name, locale, currency, time_zone, address, contact_email, phone, tax_numbers, siren
  FROM businesses WHERE id = ?`;

/** Throws NOT_FOUND. */
export async function sellerOf(manager: EntityManager, businessId: BusinessId): Promise<Seller> {
  const row = await selectOne<Row>(manager, SELECT_SELLER, [idToBytes(businessId)]);
  if (!row) throw notFound('business');
  const { name, locale, currency, time_zone: timeZone } = row;
  return { name, locale, currency, timeZone, ...detailsOf(row) };
}

const detailsOf = (row: Row): BusinessDetails => ({
  address: row.address,
  email: row.contact_email,
  phone: row.phone,
  taxNumbers: row.tax_numbers,
  siren: row.siren,
});

@Injectable()
export class Sellers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  of(businessId: BusinessId): Promise<Seller> {
    return sellerOf(this.dataSource.manager, businessId);
  }

  async details(businessId: BusinessId): Promise<BusinessDetails> {
    const { address, email, phone, taxNumbers, siren } = await this.of(businessId);
    return { address, email, phone, taxNumbers, siren };
  }

  /** From now on; a document says what is so when it is drawn. What changes nothing is not recorded. */
  async change(actor: UserActor, membership: MembershipFacts, ask: BusinessDetailsRequest): Promise<BusinessDetails> {
    const { businessId } = membership;
    const details: BusinessDetails = {
      address: ask.address ?? null,
      email: ask.email ?? null,
      phone: ask.phone ?? null,
      taxNumbers: ask.taxNumbers ?? null,
      siren: ask.siren === undefined ? null : withoutSpaces(ask.siren),
    };
    await inTransaction(this.dataSource, async (tx) => {
      const id = idToBytes(businessId);
      // Locked first, as everywhere before an event is written.
      const row = await selectOne<Row>(tx, `${SELECT_SELLER} FOR UPDATE`, [id]);
      if (!row) throw notFound('business');
      const before = detailsOf(row);
      const fields = (Object.keys(before) as (keyof BusinessDetails)[]).filter(
        (name) => before[name] !== details[name],
      );
      if (fields.length === 0) return;
      const sql =
        'UPDATE businesses SET address = ?, contact_email = ?, phone = ?, tax_numbers = ?, siren = ? WHERE id = ?';
      await write(tx, sql, [details.address, details.email, details.phone, details.taxNumbers, details.siren, id]);
      await this.audit.append(tx, {
        type: 'business.details-changed',
        subjectId: businessId,
        actor,
        roles: rolesOf(actor, membership),
        outcome: 'success',
        details: { fields },
      });
    });
    return this.details(businessId);
  }
}
