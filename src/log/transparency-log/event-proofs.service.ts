import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { selectOne } from '../../platform/database/transaction.js';
import { idToBytes, isId } from '../../platform/kernel/ids.js';
import { inclusionProof } from '../../platform/tlog/merkle.js';
import type { LogProof } from '../../platform/tlog/proof.js';
import { formatNote } from '../../platform/tlog/signed-note.js';
import { LogReader, type PublishedCheckpoint } from './log-reader.service.js';
import type { Outer } from '../../platform/database/rows.js';
import type { audit_events, audit_leaves } from '../tables.generated.js';

/** One event's exact bytes and its place in the tree. */
export interface EventInLog {
  readonly payload: Buffer;
  /** Null while it waits for its place. */
  readonly leafIndex: number | null;
}

export interface EventProof extends Omit<LogProof, 'extra'> {
  readonly size: number;
}

/** Finds an event in the tree and proves that it is there. Recording that somebody looked is the caller's. */
@Injectable()
export class EventProofs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: LogReader,
  ) {}

  async find(eventId: string): Promise<EventInLog | undefined> {
    if (!isId(eventId)) return undefined;
    const row = await selectOne<Pick<audit_events, 'payload'> & Outer<Pick<audit_leaves, 'leaf_index'>>>(
      this.dataSource.manager,
      'SELECT e.payload, l.leaf_index FROM audit_events e LEFT JOIN audit_leaves l ON l.id = e.id WHERE e.event_id = ?',
      [idToBytes(eventId)],
    );
    return row && { payload: row.payload, leafIndex: row.leaf_index === null ? null : Number(row.leaf_index) };
  }

  /** Undefined while no signed checkpoint holds the event. One that a witness has cosigned is preferred. */
  async proofOf({ leafIndex }: EventInLog): Promise<EventProof | undefined> {
    const holds = (published: PublishedCheckpoint | undefined) =>
      published && leafIndex !== null && leafIndex < published.checkpoint.size ? published : undefined;
    const published = holds(await this.log.checkpointToExport()) ?? holds(await this.log.latestCheckpoint());
    if (!published) return undefined;
    const { size } = published.checkpoint;
    const hashes = await inclusionProof(leafIndex!, size, this.log.nodes(size));
    return { index: leafIndex!, size, hashes, checkpoint: formatNote(published.note) };
  }
}
