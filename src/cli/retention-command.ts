import type { CliCommand } from './command.js';
import { parse } from './options.js';

export const retention: CliCommand<{ isPage: boolean }> = {
  summary: 'print what is kept, for how long, why, and what deletes it',
  usage: '[--page]',
  help: `With the numbers of this installation's settings. The jobs that delete take theirs from the same place. --page prints
docs/retention.md anew, with those of settings that nobody has changed: npm run --silent cli -- retention --page > docs/retention.md`,
  parse(args) {
    return { isPage: parse(args, { page: { type: 'boolean' } }).values.page === true };
  },
  async run({ print }, { isPage }) {
    const { retentionPage } = await import('../ui/retention/retention-page.js');
    const { readSettings } = await import('../platform/config/settings.js');
    print((isPage ? retentionPage() : retentionPage(readSettings(process.env))).trimEnd());
    return true;
  },
};
