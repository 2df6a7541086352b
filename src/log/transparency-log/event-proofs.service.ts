import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { select, selectOne } from '../../platform/database/transaction.js';
import { bytesToId, idToBytes, isId } from '../../platform/kernel/ids.js';
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

  /** Event id → its place in the tree; nothing for one that waits for it. */
  async placesOf(eventIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (eventIds.length === 0) return new Map();
    const rows = await select<Pick<audit_events, 'event_id'> & Pick<audit_leaves, 'leaf_index'>>(
      this.dataSource.manager,
      'SELECT e.event_id, l.leaf_index FROM audit_events e JOIN audit_leaves l ON l.id = e.id WHERE e.event_id IN (?)',
      [eventIds.map(idToBytes)],
    );
    return new Map(rows.map((row) => [bytesToId(row.event_id), Number(row.leaf_index)]));
  }

  /** The checkpoint to show that holds this leaf: one that witnesses have cosigned is preferred. */
  async checkpointHolding(leafIndex: number): Promise<PublishedCheckpoint | undefined> {
    const holds = (published: PublishedCheckpoint | undefined) =>
      published && leafIndex < published.checkpoint.size ? published : undefined;
    return holds(await this.log.checkpointToExport()) ?? holds(await this.log.latestCheckpoint());
  }

  /** Undefined while no signed checkpoint holds the event. */
  async proofOf({ leafIndex }: EventInLog): Promise<EventProof | undefined> {
    const published = leafIndex === null ? undefined : await this.checkpointHolding(leafIndex);
    if (!published) return undefined;
    const { size } = published.checkpoint;
    const hashes = await inclusionProof(leafIndex!, size, this.log.nodes(size));
    return { index: leafIndex!, size, hashes, checkpoint: formatNote(published.note) };
  }
}
