import { AuditLog } from '../audit/audit-log.service.js';
import { countPersonalDetails, erasePersonalDetails, type ErasureRequest } from '../audit/erasure.js';
import { ticketSchema } from '../audit/event-catalogue.js';
import { openDataSource } from '../database/data-source.js';
import { systemActor } from '../kernel/actor.js';
import { isId, type UserId } from '../kernel/ids.js';
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
failed is nobody's event and is not touched. Needs the account of MIGRATION_DATABASE_URL: the application's own cannot
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
    const owner = await openDataSource(urls.migrationUrl, 1);
    try {
      const count = await countPersonalDetails(owner, ask.userId);
      if (count === 0) {
        print('There are no personal details beside events of this user.');
        return true;
      }
      const question = `Erase the personal details beside ${count} events of the user ${ask.userId}, for good?`;
      if (!isConfirmed && !(await confirm(question))) {
        print('Nothing was erased.');
        return false;
      }
      const erased = await erasePersonalDetails(owner, app.get(AuditLog), systemActor('cli'), ask);
      print(`Erased the personal details beside ${erased} events.`);
      return true;
    } finally {
      await owner.destroy();
    }
  },
};
