import { DataSource } from 'typeorm';
import { AuditLog } from '../../../src/log/events/audit-log.service.js';
import type { EventDraft } from '../../../src/log/events/envelope.js';
import { dataSourceOptions } from '../../../src/platform/database/data-source.js';
import { inTransaction } from '../../../src/platform/database/transaction.js';
import type { Actor } from '../../../src/platform/kernel/actor.js';
import { newId, type BusinessId, type UserId } from '../../../src/platform/kernel/ids.js';
import { Jobs } from '../../../src/platform/outbox/jobs.service.js';
import { LogWorker } from '../../../src/log/transparency-log/log-worker.service.js';
import { Sequencer } from '../../../src/log/transparency-log/sequencer.service.js';
import { SEQUENCE_EVERY_MS } from '../../../src/log/transparency-log/transparency-log.module.js';
import type { BenchApp } from './world.js';

export const CONNECTIONS = 16;

/** People who write to the log over connections of their own, each event about a business picked at random. */
export interface Writers {
  readonly dataSource: DataSource;
  readonly log: AuditLog;
  readonly draft: () => EventDraft;
  close(): Promise<void>;
}

export async function openWriters({ url }: BenchApp, businesses: number): Promise<Writers> {
  const dataSource = await new DataSource(dataSourceOptions(url, CONNECTIONS)).initialize();
  const log = new AuditLog(dataSource);
  const ids = Array.from({ length: businesses }, () => newId<BusinessId>());
  await inTransaction(dataSource, async (tx) => {
    for (const id of ids) await log.openSequence(tx, id);
  });
  const actor: Actor = {
    type: 'user',
    id: newId<UserId>(),
    email: 'owner@bench.test',
    locale: 'fr',
    sessionId: newId(),
    origin: {
      requestId: newId(),
      ip: '192.0.2.7',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0',
    },
  };
  const draft = (): EventDraft => ({
    type: 'bank-feed.connected',
    subjectId: ids[Math.floor(Math.random() * ids.length)]!,
    actor,
    roles: ['owner'],
    originalOwner: true,
    outcome: 'success',
    authorization: { decision: 'allowed', rule: 'owner may connect BankFeed' },
    details: { feed_id: newId(), institution: 'sandbox', bank_account_id: newId() },
  });
  return { dataSource, log, draft, close: () => dataSource.destroy() };
}

/** As in production: the log's worker in this process, at its own pace, over its own connections. */
export async function withWorker<T>({ nest }: BenchApp, work: () => Promise<T>): Promise<T> {
  const worker = nest.get(LogWorker);
  const jobs = new Jobs();
  jobs.register('audit-log', SEQUENCE_EVERY_MS, () => worker.keep());
  jobs.start();
  try {
    return await work();
  } finally {
    await jobs.onApplicationShutdown();
  }
}

/** What is still in the queue is taken in and signed. */
export async function settle({ nest }: BenchApp): Promise<void> {
  while ((await nest.get(Sequencer).sequence()) > 0);
  await nest.get(LogWorker).keep();
}
