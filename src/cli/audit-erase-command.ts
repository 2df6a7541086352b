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
  summary: "erase what is kept of a user beside the log's events, and elsewhere",
  usage: '--user ID [--ticket TICKET] [--yes]',
  help: `Deletes IP address, user agent, e-mail and typed reasons beside all events that the user caused, and beside those of others that
name one of the user's addresses: sign-ins that failed, what staff did. The events themselves stay, and the log verifies as before;
it gets events that say how much was erased, with the ticket. Delivered mails that go to the user or name one of the addresses, their
files, all sessions (the user is signed out), former addresses and the addresses signed in from go too. What stays, and why, is in
"retention". A mail that still waits is sent first: erase again then. Needs the account of MIGRATION_DATABASE_URL: the application's
own cannot delete. Asks first; without a terminal say --yes. There is no way back.`,
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
    const { countPersonalDetails } = await import('../log/events/erasure.js');
    const { PersonErasure } = await import('../people/identity/person-erasure.service.js');
    const { openDataSource } = await import('../platform/database/data-source.js');
    const owner = await openDataSource(urls.migrationUrl, 1);
    try {
      const count = await countPersonalDetails(owner, ask.userId);
      const question = `Erase the personal details beside ${count} events of the user ${ask.userId}, for good?`;
      if (!isConfirmed && !(await confirm(question))) {
        print('Nothing was erased.');
        return false;
      }
      const { events, counts } = await app.get(PersonErasure).erase(owner, systemActor('cli'), ask);
      print(
        events === 0
          ? 'There are no personal details beside events of this user.'
          : `Erased the personal details beside ${events} events.`,
      );
      const also = Object.entries(counts).map(([name, number]) => `${name.replaceAll('_', ' ')} ${number}`);
      if (also.length > 0) print(`Deleted also: ${also.join(', ')}.`);
      return true;
    } finally {
      await owner.destroy();
    }
  },
};
