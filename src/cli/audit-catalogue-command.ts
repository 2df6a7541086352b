import type { CliCommand } from './command.js';
import { noArguments } from './options.js';

export const auditCatalogue: CliCommand<void> = {
  summary: 'print every type of event of the audit log',
  usage: '',
  help: 'Prints docs/audit-events.md anew: npm run --silent cli -- audit catalogue > docs/audit-events.md',
  parse: noArguments,
  async run({ print }) {
    const { cataloguePage } = await import('../log/events/catalogue-page.js');
    print(cataloguePage().trimEnd());
    return true;
  },
};
