import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedServer } from '../../src/platform/database/embedded-server.js';
import { readMailsOf } from '../builders/mailbox.js';
import { connectSql } from '../setup/sql.js';
import { ServerProcess } from '../setup/server-process.js';
import { Campaign, type CampaignReport } from './campaign.js';
import { EventWatch } from './events.js';

const HELP = `Usage: npm run fuzz -- [--requests N] [--seed N] [--url U]

Sends spoilt requests of everybody (a stranger, owners, members, staff) to everything that Ardoise answers: what the
description of the API names, the links and forms of every page, the addresses of the panel. Starts a program and a
private database of its own, which go with it. What it finds is told with the seed and a line of curl that sends the
request again.

It holds that there is no answer of 500 or more (503 only where it says what is not available), that every answer comes
within ten seconds and /healthz answers beside it, that the process lives, and that every event of the log has its cause:
it is the program's own, or was asked for by a request that was not refused, or records a refusal where those are recorded.

Options:
  --requests  how many (default: 2000)
  --seed      what is sent (default: 1); the same seed makes the same choices
  --url       an Ardoise that runs already, with the demo's accounts; its log is not looked at. It is changed!
  --help      show this

Exit code: 0 nothing found, 1 something found, 2 bad usage.`;

class BadUsage extends Error {}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        requests: { type: 'string', default: '2000' },
        seed: { type: 'string', default: '1' },
        url: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    return { ...values, requests: whole(values.requests), seed: whole(values.seed) };
  } catch (error) {
    throw new BadUsage((error as Error).message);
  }
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new BadUsage(`"${text}" is not a whole number.`);
  return Number(text);
}

const say = (line: string) => console.log(line);

/** On a program of its own, killed at the end; that it still runs then is a rule too. */
async function onFreshProgram(ask: { requests: number; seed: number }): Promise<CampaignReport> {
  const folder = mkdtempSync(join(tmpdir(), 'ardoise-fuzz-'));
  const database = await startEmbeddedServer({ dataDir: folder, log: say });
  try {
    const program = await ServerProcess.start({ DATA_DIR: folder, LOG_LEVEL: 'silent' });
    readMailsOf(program.url, database.adminUrl);
    const connection = await connectSql(database.adminUrl);
    try {
      const events = await EventWatch.begin(connection);
      const report = await new Campaign({ ...ask, url: program.url, events, say }).run();
      if (program.isRunning) return report;
      const ended = { number: report.sent, what: 'the process has ended', curl: '' };
      return { ...report, findings: [...report.findings, ended] };
    } finally {
      connection.destroy();
      await program.stop();
    }
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function main(): Promise<number> {
  const { help, url, requests, seed } = readArguments();
  if (help) {
    say(HELP);
    return 0;
  }
  const began = performance.now();
  const report = url
    ? await new Campaign({ url, requests, seed, say }).run()
    : await onFreshProgram({ requests, seed });
  for (const { number, what, curl } of report.findings) say(`\nseed ${seed}, request ${number}: ${what}\n${curl}`);
  const answers = Object.entries(report.byStatus).map(([status, count]) => `${count} × ${status}`);
  const seconds = Math.round((performance.now() - began) / 1_000);
  say(
    `\n${report.sent} requests to ${report.targets} addresses in ${seconds} s, ${report.events} events: ${answers.join(', ')}`,
  );
  say(`${report.findings.length} found`);
  return report.findings.length > 0 ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof BadUsage ? `${error.message}\n\n${HELP}` : error);
    process.exit(error instanceof BadUsage ? 2 : 1);
  },
);
