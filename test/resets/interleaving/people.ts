import { Client } from '../../builders/client.js';
import { makeMember } from '../../builders/mailbox.js';
import { BUSINESSES, type Role } from './scenario.js';

/** Four people and two businesses: person `p` is in business `b` what stands at `p - b` in this list. */
const STANDINGS: readonly Role[] = ['original-owner', 'owner', 'accountant', 'stranger'];

/** One person in each membership to each business; signed up anew for each scenario. */
export class People {
  private constructor(private readonly people: readonly Client[]) {}

  static async signUp(url: string): Promise<People> {
    const people = await Promise.all(STANDINGS.map(() => Client.signUp(url)));
    const found = new People(people);
    for (let business = 0; business < BUSINESSES; business++) {
      for (const role of ['owner', 'accountant'] as const) {
        const owner = found.as(business, 'original-owner');
        await makeMember(owner, found.as(business, role), role);
      }
    }
    return found;
  }

  businessId(business: number): string {
    return this.people[business]!.businessId;
  }

  /** Somebody in this membership to the business, asking the given process. */
  as(business: number, role: Role, url?: string): Client {
    const person = this.people[(business + STANDINGS.indexOf(role)) % STANDINGS.length]!;
    return new Client(url ?? person.url, person.token, person.email, this.businessId(business));
  }
}
