import type { MemberRole } from '../../src/kernel/actor.js';
import { Client } from './client.js';

/** Somebody new who is given a role in the owner's business, looking at it. */
export async function memberOf(owner: Client, role: MemberRole, more: Record<string, unknown> = {}): Promise<Client> {
  const person = await Client.signUp(owner.url, more);
  await giveRole(owner, person, role);
  return person.at(owner.businessId);
}

export async function giveRole(owner: Client, person: Client, role: MemberRole): Promise<void> {
  const { status, body } = await owner.post(owner.of('/members'), { email: person.email, role });
  if (status !== 201) throw new Error(`membership: ${status} ${JSON.stringify(body)}`);
}
