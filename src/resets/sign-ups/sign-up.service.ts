import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { seedDefaultChart } from '../../accounting/default-chart.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { openFirstBook } from '../../books/book-switch.js';
import { Businesses, type BusinessView } from '../../people/businesses/businesses.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction } from '../../platform/database/transaction.js';
import { AddressConfirmations } from '../../people/identity/address-confirmations.service.js';
import { emailSchema, localeSchema } from '../../people/identity/identity.schemas.js';
import { passwordFault, passwordFaultInWords } from '../../people/identity/new-password.js';
import { PASSWORD_MAX, PASSWORD_MIN } from '../../people/identity/password-lengths.js';
import { Sessions } from '../../people/identity/sessions.service.js';
import { Users, viewOfUser, type UserView } from '../../people/identity/users.service.js';
import { EDITIONS, type Origin, type UserActor } from '../../platform/kernel/actor.js';
import { HOUR_MS } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import { CURRENCIES } from '../../platform/kernel/money.js';
import { oneLine, secretField } from '../../platform/kernel/schemas.js';
import { addressOf, LimitRule } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';

export const signUpSchema = z
  .strictObject({
    email: emailSchema,
    password: secretField(PASSWORD_MAX).meta({ minLength: PASSWORD_MIN.person }),
    businessName: oneLine(200),
    edition: z.enum(EDITIONS).default('accounting'),
    locale: localeSchema.default('fr'),
    currency: z.enum(CURRENCIES).default('CAD'),
  })
  .superRefine(({ email, password }, context) => {
    const fault = passwordFault(password, 'person', email);
    if (!fault) return;
    context.addIssue({
      code: 'custom',
      path: ['password'],
      message: passwordFaultInWords(fault, 'person'),
      params: { fault },
    });
  })
  .meta({
    id: 'NewCustomer',
    description: 'A person and a business.',
    examples: [
      {
        email: 'zoe@example.test',
        password: 'a long enough one',
        businessName: 'Atelier Zoé',
        edition: 'accounting',
        locale: 'fr',
      },
    ],
  });
export type SignUpRequest = z.infer<typeof signUpSchema>;

export interface SignedUp {
  readonly user: UserView;
  readonly business: BusinessView;
  readonly token: string;
}

/** Sign-ups that fail, mostly because somebody has the address: each of them tells whether it is taken. */
const TAKEN = new LimitRule('sign-up-taken', { max: 20, windowMs: HOUR_MS });

/** The beginning of everything: a user, a business of which that user is for ever the original owner, its first book. */
@Injectable()
export class SignUps {
  private readonly fromOneAddress: LimitRule;

  constructor(
    private readonly dataSource: DataSource,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly businesses: Businesses,
    private readonly confirmations: AddressConfirmations,
    private readonly audit: AuditLog,
    private readonly limits: Limits,
    @Inject(SETTINGS) { signUpsPerHour }: Settings,
  ) {
    this.fromOneAddress = new LimitRule('sign-up', { max: signUpsPerHour, windowMs: HOUR_MS });
  }

  /** Throws TOO_MANY_REQUESTS, BUSY, and ALREADY_EXISTS when somebody signs in with this address. */
  async signUp(origin: Origin, ask: SignUpRequest): Promise<SignedUp> {
    // Before the transaction: hashing takes its time, and nothing should be locked meanwhile.
    const address = addressOf(origin);
    await this.limits.spend(this.fromOneAddress.of(address), TAKEN.of(address));
    const passwordHash = await this.users.hashPassword(ask.password, address);
    const made = await inTransaction(this.dataSource, async (tx) => {
      const user = await this.users.add(tx, { email: ask.email, passwordHash, locale: ask.locale });
      const { businessName: name, edition, locale, currency } = ask;
      const businessId = await this.businesses.add(tx, user.id, { name, edition, locale, currency });
      const bookId = await openFirstBook(tx, businessId);
      await seedDefaultChart({ tx, bookId }, locale);
      await this.audit.openSequence(tx, businessId);
      const actor: UserActor = { type: 'user', sessionId: newId(), origin, ...viewOfUser(user) };
      await this.audit.append(tx, {
        type: 'business.signed-up',
        subjectId: businessId,
        actor,
        roles: ['owner'],
        originalOwner: true,
        outcome: 'success',
        details: { user_id: user.id, book_id: bookId, edition },
      });
      await this.confirmations.queue(tx, user);
      const token = await this.sessions.start(tx, user, origin);
      return { user, actor, businessId, token };
    });
    await this.limits.giveBack(TAKEN.of(address));
    const business = await this.businesses.get(made.actor, made.businessId);
    return { user: viewOfUser(made.user), business, token: made.token };
  }
}
