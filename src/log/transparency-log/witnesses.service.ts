import type { audit_cosignatures } from '../tables.generated.js';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { select } from '../../platform/database/transaction.js';
import { MINUTE_MS, now, SECOND_MS } from '../../platform/kernel/clock.js';
import { formatVerifierKey, isBy, parseSignature, type VerifierKey } from '../../platform/tlog/signed-note.js';
import { AUDIT_DATA_SOURCE } from './audit-data-source.js';
import { LogReader, type PublishedCheckpoint } from './log-reader.service.js';
import { WitnessClient, type WitnessReport } from './witness-client.js';

/** How one witness stands. */
export interface WitnessStanding {
  /** As its key says; its address while that is not known. */
  readonly name: string;
  /** Absent until it is known. */
  readonly verifierKey: string | undefined;
  /** What it last did, asked by this process. */
  readonly report: WitnessReport;
  /** Since when it has done so. */
  readonly since: Date;
  /** The last checkpoint that it cosigned, whichever process asked. */
  readonly last: { readonly size: number; readonly at: Date } | null;
}

export interface WitnessesState {
  readonly each: readonly WitnessStanding[];
  readonly quorum: {
    readonly needed: number;
    /** How many cosigned when they were last asked. */
    readonly agreeing: number;
    readonly isMet: boolean;
    /** Since when it is not met; null while it is, or where there is no witness. */
    readonly lostSince: Date | null;
  };
}

/** All witnesses in one word: a refusal comes first, since whoever refuses has seen another history. */
export type WitnessWord = WitnessReport['state'];

interface Asked {
  readonly client: WitnessClient;
  readonly url: () => string | undefined;
  report: WitnessReport;
  since: Date;
}

/**
 * Several witnesses are shown the same checkpoint, so that one checkpoint gets the cosignatures of a quorum: the latest
 * that was signed when the current turn began. A log that is written all the time has another latest one for each of them.
 */
const TURN_MS = 2 * SECOND_MS;
/** A quorum that is missing for longer is told to whoever watches. */
const QUORUM_MISSED_AFTER_MS = MINUTE_MS;

/** The witnesses of the log. Each is asked at its own pace: a slow or dead one delays neither another nor the log. */
@Injectable()
export class Witnesses {
  private readonly logger = new Logger('AuditLog');
  private readonly asked: readonly Asked[];
  private readonly needed: number;
  private lostSince: Date | null;

  constructor(
    @Inject(AUDIT_DATA_SOURCE) private readonly dataSource: DataSource,
    private readonly log: LogReader,
    @Inject(SETTINGS) { witnesses, witnessQuorum }: Settings,
  ) {
    const choose = witnesses.length > 1 ? () => this.checkpointOfThisTurn() : undefined;
    this.asked = witnesses.map((witness) => ({
      client: new WitnessClient(dataSource, log, witness, choose),
      url: () => witness.url,
      report: { state: 'none', why: 'Not asked yet.' },
      since: now(),
    }));
    this.needed = witnessQuorum;
    this.lostSince = witnesses.length > 0 ? now() : null;
  }

  get count(): number {
    return this.asked.length;
  }

  /** One round with one of them. Never throws. */
  async ask(index: number): Promise<void> {
    const asked = this.asked[index]!;
    const report = await asked.client.collect();
    if (report.state !== asked.report.state) {
      this.sayHowItStands(nameOf(asked), report);
      asked.since = now();
    }
    asked.report = report;
    this.lostSince = this.agreeing() >= this.needed ? null : (this.lostSince ?? now());
  }

  async state(): Promise<WitnessesState> {
    const agreeing = this.agreeing();
    const isMet = this.asked.length > 0 && agreeing >= this.needed;
    const each = await Promise.all(this.asked.map((asked) => this.standing(asked)));
    return { each, quorum: { needed: this.needed, agreeing, isMet, lostSince: this.lostSince } };
  }

  private agreeing(): number {
    return this.asked.filter(({ report }) => report.state === 'cosigned').length;
  }

  private checkpointOfThisTurn(): Promise<PublishedCheckpoint | undefined> {
    const at = now().getTime();
    return this.log.checkpointSignedBy(new Date(at - (at % TURN_MS)));
  }

  private async standing(asked: Asked): Promise<WitnessStanding> {
    const { report, since, client } = asked;
    const key = client.key;
    return {
      name: nameOf(asked),
      verifierKey: key && formatVerifierKey(key),
      report,
      since,
      last: key ? await this.lastBy(key) : null,
    };
  }

  /** Null also where the last cosignature of that name is by the key of a witness that it took the place of. */
  private async lastBy(key: VerifierKey): Promise<WitnessStanding['last']> {
    const [row] = await select<Pick<audit_cosignatures, 'tree_size' | 'line' | 'cosigned_at'>>(
      this.dataSource.manager,
      'SELECT tree_size, line, cosigned_at FROM audit_cosignatures WHERE witness = ? ORDER BY tree_size DESC LIMIT 1',
      [key.name],
    );
    if (!row || !isBy(parseSignature(row.line.trimEnd()), key)) return null;
    return { size: Number(row.tree_size), at: row.cosigned_at };
  }

  private sayHowItStands(name: string, report: WitnessReport): void {
    if (report.state === 'cosigned') this.logger.log(`The witness ${name} has cosigned ${report.size} entries.`);
    else if (report.state === 'refused') this.logger.error(`The witness ${name} refuses: ${report.why}`);
    else if (report.state === 'unreachable') this.logger.warn(`The witness ${name} does not answer: ${report.why}`);
  }
}

function nameOf({ client, url }: Asked): string {
  return client.key?.name ?? url() ?? '?';
}

export function wordOf({ each, quorum }: WitnessesState): WitnessWord {
  const states = each.map(({ report }) => report.state);
  if (states.includes('refused')) return 'refused';
  if (quorum.isMet) return 'cosigned';
  return states.includes('unreachable') ? 'unreachable' : 'none';
}

/** Why the quorum is taken for lost; null while it is met or only being asked for. */
export function quorumFault({ each, quorum }: WitnessesState): string | null {
  const missedMs = quorum.lostSince ? now().getTime() - quorum.lostSince.getTime() : 0;
  if (missedMs <= QUORUM_MISSED_AFTER_MS) return null;
  return `Only ${quorum.agreeing} of ${each.length} witnesses cosign, but ${quorum.needed} are needed.`;
}
