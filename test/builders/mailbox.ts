import type { MemberRole } from '../../src/platform/kernel/actor.js';
import { connectSql, rows } from '../setup/sql.js';
import type { Client } from './client.js';

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly { readonly filename: string; readonly content: string }[];
}

/** Which database a program at an address writes its mails to: people there read them from its outbox. */
const outboxes = new Map<string, string>();

export function readMailsOf(url: string, adminUrl: string): void {
  outboxes.set(url, adminUrl);
}

/** What a sign-up and an invitation mail, beside what a test is about. */
export const isOfJoining = ({ text }: Pick<Mail, 'text'>) => /\/(confirm-address|invitations)\//.test(text);

/** Every mail to an address, the oldest first, sent or not. */
export async function mailsTo(url: string, address: string): Promise<Mail[]> {
  const adminUrl = outboxes.get(url);
  if (adminUrl === undefined) throw new Error(`Nobody has said where ${url} writes its mails: readMailsOf.`);
  const sql = await connectSql(adminUrl);
  try {
    const found = await rows<{ body: string }>(
      sql,
      "SELECT body FROM outbox_messages WHERE topic = 'mail' ORDER BY created_at, id",
    );
    return found.map(({ body }) => JSON.parse(body) as Mail).filter(({ to }) => to === address);
  } finally {
    await sql.end();
  }
}

/** What stands behind this path in the newest mail to an address. */
export async function tokenTo(url: string, address: string, path: string): Promise<string> {
  for (const { text } of (await mailsTo(url, address)).reverse()) {
    const token = new RegExp(`${path}/([\\w-]+)`).exec(text)?.[1];
    if (token !== undefined) return token;
  }
  throw new Error(`No mail to ${address} has a link to ${path}.`);
}

/** Opens the link that was mailed at the sign-up. */
export async function confirmAddress({ url, email }: Client): Promise<void> {
  const token = await tokenTo(url, email, '/confirm-address');
  const headers = { Origin: url, 'Content-Type': 'application/x-www-form-urlencoded' };
  const { status } = await fetch(`${url}/confirm-address/${token}`, { method: 'POST', headers });
  if (status !== 200) throw new Error(`confirm-address: ${status}`);
}

/** Invites an address, and reads the mail there: the id of the invitation, and the token of its link. */
export async function sendInvitation(
  owner: Client,
  email: string,
  role: MemberRole,
): Promise<{ invitation: string; token: string }> {
  const ask = () => owner.post<{ code?: string; invitation: { id: string } }>(owner.of('/members'), { email, role });
  let answer = await ask();
  if (answer.body.code === 'ADDRESS_NOT_CONFIRMED') {
    await confirmAddress(owner);
    answer = await ask();
  }
  if (answer.status !== 201) throw new Error(`invitation: ${answer.status} ${JSON.stringify(answer.body)}`);
  return { invitation: answer.body.invitation.id, token: await tokenTo(owner.url, email, '/invitations') };
}

/** Makes somebody a member, as they become one: invited, and joining of their own will. */
export async function makeMember(owner: Client, person: Client, role: MemberRole): Promise<void> {
  const { token } = await sendInvitation(owner, person.email, role);
  const { status, body } = await person.post(`/invitations/${token}/acceptance`, {});
  if (status !== 201) throw new Error(`acceptance: ${status} ${JSON.stringify(body)}`);
}
