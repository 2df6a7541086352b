import type { INestApplicationContext } from '@nestjs/common';
import type { ErasureRequest } from '../log/events/erasure.js';
import { ticketSchema } from '../log/events/event-catalogue.js';
import { systemActor } from '../platform/kernel/actor.js';
import { isId, type UserId } from '../platform/kernel/ids.js';
import type { CliCommand } from './command.js';
import { confirm } from './confirm.js';
import { parse } from './options.js';
import { UsageError } from './usage-error.js';

interface Input extends ErasureRequest {
  readonly isConfirmed: boolean;
}

export const auditErase: CliCommand<Input> = {
  summary: "erase the personal details beside a user's events",
  usage: '--user ID [--ticket TICKET] [--yes]',
  help: `Deletes IP address, user agent, e-mail and typed reasons beside all events that the user caused. The events themselves
stay, and the log verifies as before; it gets an event that says how many were erased, with the ticket. A sign-in that
failed is nobody's event and is not touched. Mails that were delivered to the user, sessions that are over, from
where open ones were opened, and invitations of the user go too. Needs the account of MIGRATION_DATABASE_URL: the application's own cannot
delete. Asks first; without a terminal say --yes. There is no way back.`,
  parse(args) {
    const { values } = parse(args, {
      user: { type: 'string' },
      ticket: { type: 'string' },
      yes: { type: 'boolean' },
    });
    const user = String(values.user ?? '').toLowerCase();
    if (!isId(user)) throw new UsageError('--user must be the id of a user.');
    const ticket = ticketSchema.optional().safeParse(values.ticket);
    if (!ticket.success) throw new UsageError(`--ticket ${ticket.error.issues[0]!.message}.`);
    return { userId: user as UserId, ticket: ticket.data, isConfirmed: values.yes === true };
  },
  async run({ open, print }, { isConfirmed, ...ask }) {
    if (!isConfirmed && !process.stdin.isTTY) throw new UsageError('Without a terminal to ask on, say --yes.');
    const { app, urls } = await open();
    const { AuditLog } = await import('../log/events/audit-log.service.js');
    const { countPersonalDetails, erasePersonalDetails } = await import('../log/events/erasure.js');
    const { openDataSource } = await import('../platform/database/data-source.js');
    const owner = await openDataSource(urls.migrationUrl, 1);
    try {
      const count = await countPersonalDetails(owner, ask.userId);
      const question = `Erase the personal details beside ${count} events of the user ${ask.userId}, for good?`;
      if (!isConfirmed && !(await confirm(question))) {
        print('Nothing was erased.');
        return false;
      }
      const erased =
        count > 0 ? await erasePersonalDetails(owner, app.get(AuditLog), systemActor('cli'), ask) : undefined;
      print(
        erased === undefined
          ? 'There are no personal details beside events of this user.'
          : `Erased the personal details beside ${erased} events.`,
      );
      const { mails, sessions } = await forgetMailsAndSessions(app, ask.userId);
      if (mails + sessions > 0) print(`Deleted ${mails} delivered mails and ${sessions} sessions that are over.`);
      return true;
    } finally {
      await owner.destroy();
    }
  },
};

/** What else tells where somebody was and what was written to them; a job deletes it later, an erasure at once. */
async function forgetMailsAndSessions(app: INestApplicationContext, userId: UserId) {
  const { Users } = await import('../people/identity/users.service.js');
  const { Sessions } = await import('../people/identity/sessions.service.js');
  const { Mailer } = await import('../platform/outbox/mailer.service.js');
  const { Invitations } = await import('../people/businesses/invitations.service.js');
  const user = await app.get(Users).findById(userId);
  if (user) await app.get(Invitations).forgetOf(userId, user.email);
  let mails = 0;
  for (const address of new Set(user ? [user.email, user.signUpEmail] : [])) {
    mails += await app.get(Mailer).forgetSentTo(address);
  }
  return { mails, sessions: await app.get(Sessions).forgetOver(userId) };
}
