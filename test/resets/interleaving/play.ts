import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from '../../builders/client.js';
import { smallFec } from '../../builders/fec.js';
import type { Diary, Outcome, WriteEntry } from './diary.js';
import type { Fleet } from './fleet.js';
import type { People } from './people.js';
import type { Lane, Role, Scenario, Step } from './scenario.js';

/** What the two kinds of switch may be refused with; everything else is a surprise. */
const REFUSALS: Record<Role, readonly string[]> = {
  'original-owner': [
    'NOTHING_TO_RESET',
    'BANK_FEEDS_CONNECTED',
    'WRITE_IN_PROGRESS',
    'NOTHING_TO_RESTORE',
    'REQUEST_IN_PROGRESS',
    'NOT_FOUND',
  ],
  owner: ['NOT_ORIGINAL_OWNER'],
  accountant: ['NOT_ORIGINAL_OWNER'],
  stranger: ['NOT_FOUND'],
};

const FLICKERS = 4;
/** Two lines each: more than an import inserts with one statement. */
const ENTRIES_OF_SEVERAL_BATCHES = 700;

export interface Stage {
  readonly fleet: Fleet;
  readonly people: People;
  readonly diary: Diary;
  /** Called when a switch was answered, with the book it sealed. */
  readonly onSealed: (bookId: string, sealedAt: string) => Promise<void>;
  /** What time would do for the leases of a process that was killed. */
  readonly onKilled: () => Promise<void>;
  /** Unique in the schema. */
  readonly name: string;
}

/** Plays a scenario: all lanes at the same time, and the kills among them. */
export class Play {
  private requests = 0;
  private markers = 0;
  private readonly kills: Promise<void>[] = [];

  constructor(
    private readonly stage: Stage,
    private readonly scenario: Scenario,
  ) {}

  async run(): Promise<void> {
    await Promise.all(this.scenario.lanes.map((lane, i) => this.walk(lane, i)));
    await Promise.all(this.kills);
    await this.stage.fleet.whole();
  }

  private async walk(lane: Lane, laneNumber: number): Promise<void> {
    for (const [i, step] of lane.steps.entries()) await this.take(lane, step, `${laneNumber}.${i}`);
  }

  private async take(lane: Lane, step: Step, place: string): Promise<void> {
    switch (step.does) {
      case 'contact':
      case 'entry':
      case 'import':
        return this.write(lane, step, step.does);
      case 'payment':
        return this.payment(lane, step);
      case 'connect':
        return this.connect(lane, step);
      case 'disconnect':
        return this.disconnect(lane, step);
      case 'flicker':
        return this.flicker(lane, step);
      case 'reset':
        return this.switch(lane, step, 'reset', place);
      case 'disconnect-and-reset':
        await this.disconnect(lane, step);
        return this.switch(lane, step, 'reset', place);
      case 'restore-latest':
      case 'restore-chosen':
        return this.switch(lane, step, 'restore', place);
      case 'disconnect-and-restore':
        await this.disconnect(lane, step);
        return this.switch(lane, step, 'restore', place);
    }
  }

  /** Sends one request to the step's process; undefined when the connection broke. Kills fall due as requests are sent. */
  private async send(lane: Lane, step: Step, ask: (client: Client) => Promise<Answer>): Promise<Answer | undefined> {
    const url = await this.stage.fleet.url(step.via);
    const answering = ask(this.stage.people.as(lane.business, lane.role, url)).catch(() => undefined);
    this.requests += 1;
    for (const kill of this.scenario.kills.filter(({ afterRequests }) => afterRequests === this.requests)) {
      const killing = sleep(kill.delayMs).then(() => this.stage.fleet.kill(kill.process));
      this.kills.push(killing.then(() => this.stage.onKilled()));
    }
    const answer = await answering;
    // 503 is what a process says that is losing its connections as it dies; nothing else may come from within.
    if (answer && answer.status >= 500) this.surprise(step, answer);
    return answer;
  }

  private async write(lane: Lane, step: Step, kind: WriteEntry['kind']): Promise<void> {
    const marker = `${this.stage.name}-${(this.markers += 1)}`;
    const rows = kind === 'import' ? (step.choice > 7 ? ENTRIES_OF_SEVERAL_BATCHES : 1 + step.choice) : 1;
    const beganMs = performance.now();
    const answer = await this.send(lane, step, (client) => writeAs(client, kind, marker, rows));
    const outcome = outcomeOf(answer);
    const code = codeOf(answer);
    if (outcome === 'refused' && lane.role !== 'stranger') this.surprise(step, answer!);
    if (outcome === 'done' && lane.role === 'stranger') this.surprise(step, answer!);
    const businessId = this.stage.people.businessId(lane.business);
    const endedMs = outcome === 'unknown' ? Infinity : performance.now();
    this.stage.diary.writes.push({ businessId, kind, marker, rows, beganMs, endedMs, outcome, code });
  }

  /** An invoice is sent and paid; then the oldest payment that waits, whosever it is, is recorded. */
  private async payment(lane: Lane, step: Step): Promise<void> {
    const path = await this.sendInvoice(lane, step);
    const paid = path && (await this.send(lane, step, (client) => client.post(path, {})));
    if (paid && [200, 201].includes(paid.status)) this.stage.diary.paid.push(paid.body.reference as string);
    else if (paid && paid.status < 500) this.surprise(step, paid);
    const list = await this.send(lane, step, (client) => client.get(client.of('/payments-to-record')));
    const [oldest] = (list?.body.items ?? []) as { id: string }[];
    if (!oldest) return;
    const recording = `/payments-to-record/${oldest.id}/recording`;
    const ask = { otherIncome: {} };
    const recorded = await this.send(lane, step, (client) => client.post(client.of(recording), ask));
    // 409: somebody else was faster, or a restore brought books in which it is recorded.
    if (recorded && recorded.status < 500 && ![201, 409].includes(recorded.status)) this.surprise(step, recorded);
  }

  /** The path of the pay link below the base of the API; undefined when a switch came between. */
  private async sendInvoice(lane: Lane, step: Step): Promise<string | undefined> {
    const contact = await this.send(lane, step, (client) => client.post(client.of('/contacts'), { name: 'Payer' }));
    if (contact?.status !== 201) return undefined;
    const ask = { contactId: contact.body.id, lines: [{ description: 'Work', unitPrice: `${1 + step.choice}.05` }] };
    const invoice = await this.send(lane, step, (client) => client.post(client.of('/invoices'), ask));
    if (invoice?.status !== 201) return undefined;
    const link = `/invoices/${invoice.body.id as string}/pay-link`;
    const issued = await this.send(lane, step, (client) => client.post(client.of(link), {}));
    return issued?.status === 201 ? new URL(issued.body.url as string).pathname : undefined;
  }

  private async connect(lane: Lane, step: Step): Promise<void> {
    const account = await this.addBankAccount(lane, step);
    if (account === undefined) return;
    const feed = await this.connectTo(lane, step, account, step.choice % 3 === 0 ? 'sandbox-consent' : 'sandbox');
    if (feed?.body.state === 'consent' && step.keyed) {
      const consent = `/bank-feeds/${feed.body.id as string}/consent`;
      await this.send(lane, step, (client) => client.post(client.of(consent), { agreed: true }));
    }
  }

  private async flicker(lane: Lane, step: Step): Promise<void> {
    const account = await this.addBankAccount(lane, step);
    for (let turn = 0; account !== undefined && turn < FLICKERS; turn++) {
      const feed = await this.connectTo(lane, step, account, 'sandbox');
      if (feed?.status !== 201) return;
      const gone = await this.send(lane, step, (client) => client.disconnectFeed(feed.body.id as string));
      // The connection or the process broke: nobody knows whether it still feeds the account.
      if (!gone || gone.status >= 500) return;
    }
  }

  private async addBankAccount(lane: Lane, step: Step): Promise<string | undefined> {
    const made = await this.send(lane, step, (client) => client.post(client.of('/bank-accounts'), { name: 'Fed' }));
    return made?.status === 201 ? (made.body.id as string) : undefined;
  }

  private async connectTo(
    lane: Lane,
    step: Step,
    bankAccountId: string,
    institution: string,
  ): Promise<Answer | undefined> {
    const ask = { bankAccountId, institution };
    const feed = await this.send(lane, step, (client) => client.post(client.of('/bank-feeds'), ask));
    // 422: a switch came between the two, and the account is in a sealed book now.
    if (feed && ![201, 422].includes(feed.status)) this.surprise(step, feed);
    return feed;
  }

  private async disconnect(lane: Lane, step: Step): Promise<void> {
    const list = await this.send(lane, step, (client) => client.get(client.of('/bank-feeds')));
    const feeds = ((list?.body.items ?? []) as { id: string; state: string }[]).filter(
      ({ state }) => state !== 'disconnected',
    );
    for (const { id } of feeds) {
      const answer = await this.send(lane, step, (client) => client.disconnectFeed(id));
      // 409: somebody else was faster.
      if (answer && ![200, 204, 409].includes(answer.status)) this.surprise(step, answer);
    }
  }

  private async switch(lane: Lane, step: Step, kind: 'reset' | 'restore', place: string): Promise<void> {
    const snapshotId =
      kind === 'restore' && step.does !== 'restore-latest' ? await this.chooseSnapshot(lane, step) : undefined;
    const key = step.keyed ? `${this.stage.name}-${place}` : undefined;
    const headers: Record<string, string> = key ? { 'Idempotency-Key': key } : {};
    const owner = this.stage.people.as(lane.business, 'original-owner');
    const body = { signUpEmail: owner.email, ...(snapshotId && { snapshotId }) };
    const beganMs = performance.now();
    const ask = (client: Client) => client.post(client.of(`/${kind}s`), body, headers);
    let answer = await this.send(lane, step, ask);
    // With a key it may be sent again, to whichever process, until somebody answers.
    for (let again = 1; key && !answer && again <= 5; again++) {
      answer = await this.send(lane, { ...step, via: step.via + again }, ask);
    }
    await this.note(lane, step, kind, { key, body, beganMs, answer });
  }

  private async note(
    lane: Lane,
    step: Step,
    kind: 'reset' | 'restore',
    { key, body, beganMs, answer }: { key?: string; body: Record<string, unknown>; beganMs: number; answer?: Answer },
  ): Promise<void> {
    const outcome = outcomeOf(answer);
    const code = codeOf(answer);
    if (outcome === 'refused' && !REFUSALS[lane.role].includes(code!)) this.surprise(step, answer!);
    if (outcome === 'done' && lane.role !== 'original-owner') this.surprise(step, answer!);
    const businessId = this.stage.people.businessId(lane.business);
    // Refused as in progress: the first sending may have died in the middle, or be done by another yet.
    const isOpen = outcome === 'unknown' || code === 'REQUEST_IN_PROGRESS';
    this.stage.diary.switches.push({
      businessId,
      kind,
      body,
      key,
      beganMs,
      endedMs: isOpen ? Infinity : performance.now(),
      outcome: isOpen ? 'unknown' : outcome,
      code,
      switchId: outcome === 'done' ? (answer!.body.id as string) : undefined,
    });
    if (outcome !== 'done') return;
    const sealed = (answer!.body.snapshot ?? answer!.body.replaced) as { id: string; sealedAt: string };
    await this.stage.onSealed(sealed.id, sealed.sealedAt);
  }

  private async chooseSnapshot(lane: Lane, step: Step): Promise<string | undefined> {
    const list = await this.send(lane, step, (client) => client.get(client.of('/snapshots')));
    const snapshots = Array.isArray(list?.body) ? (list.body as { id: string }[]) : [];
    return snapshots.length > 0 ? snapshots[step.choice % snapshots.length]!.id : undefined;
  }

  private surprise(step: Step, { status, body }: Answer): void {
    this.stage.diary.surprises.push(`${step.does}: ${status} ${JSON.stringify(body)}`);
  }
}

function writeAs(client: Client, kind: WriteEntry['kind'], marker: string, rows: number): Promise<Answer> {
  if (kind === 'contact') return client.post(client.of('/contacts'), { name: marker });
  if (kind === 'import') return client.import(smallFec(marker, rows));
  const lines = [
    { account: '1000', debit: '1.00' },
    { account: '4000', credit: '1.00' },
  ];
  return client.post(client.of('/journal-entries'), { date: '2026-02-01', label: marker, lines });
}

function outcomeOf(answer: Answer | undefined): Outcome {
  if (!answer || answer.status >= 500) return 'unknown';
  return answer.status < 300 ? 'done' : 'refused';
}

const codeOf = (answer: Answer | undefined) => (answer && answer.status >= 300 ? String(answer.body.code) : undefined);
