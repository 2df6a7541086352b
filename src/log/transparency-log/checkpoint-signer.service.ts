import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { inTransaction, isDuplicateKey, write } from '../../platform/database/transaction.js';
import { now } from '../../platform/kernel/clock.js';
import { formatCheckpoint, type Checkpoint } from '../../platform/tlog/checkpoint.js';
import { formatNote, signText, verifyNote } from '../../platform/tlog/signed-note.js';
import { AUDIT_DATA_SOURCE } from './audit-data-source.js';
import type { CheckpointFile } from './checkpoint-file.js';
import { LogKeys } from './log-keys.service.js';
import { LogFault } from './log-fault.js';
import { LogReader, type Head, type PublishedCheckpoint } from './log-reader.service.js';

/**
 * Signs the committed head. Never what is not durable; never a head that is behind, or inconsistent with, what was signed
 * before, in the database or outside it. Any process may sign: Ed25519 gives the same note for the same head.
 */
@Injectable()
export class CheckpointSigner {
  constructor(
    @Inject(AUDIT_DATA_SOURCE) private readonly dataSource: DataSource,
    private readonly log: LogReader,
    private readonly keys: LogKeys,
  ) {}

  /**
   * Signs if there is something new; true when it did. Throws LogFault when the log must not be signed, and what the
   * database or the file system says (a full disk, say) when it could not be; the next call then carries on.
   */
  async signHead(outside: CheckpointFile): Promise<boolean> {
    // Before the head: another process may sign in between, and the head read later holds what that one signed.
    const known = await outside.latest();
    const published = await this.log.latestCheckpoint();
    const head = await this.log.head();
    // Also when there is nothing to sign: a wrong key is found at the start, not after the first reset.
    if (published) this.assertOurs(published);
    if (published && isSame(published.checkpoint, head) && known && isSame(known, head)) return false;
    await this.assertExtends(head, known, published);
    if (known && known.size > (published?.checkpoint.size ?? -1)) {
      throw new LogFault('CHECKPOINT_GONE', { entries: known.size });
    }
    if (published?.checkpoint.size === head.size) {
      // It was stored, and then the process was killed or the disk was full.
      await outside.append(formatNote(published.note));
      return false;
    }
    const text = formatCheckpoint({ origin: this.keys.origin, ...head });
    const note = formatNote({ text, signatures: [signText(text, this.keys.signer)] });
    // The commit point: from here on the checkpoint is public, and every later head must extend it.
    await this.store(head.size, note);
    await outside.append(note);
    return true;
  }

  /** Throws LogFault unless the head holds, unchanged, everything that was signed before. */
  private async assertExtends(head: Head, known?: Checkpoint, published?: PublishedCheckpoint): Promise<void> {
    const computed = await this.log.rootFromTiles(head.size);
    if (!computed.equals(head.root)) throw new LogFault('HEAD_ASTRAY');
    for (const before of [known, published?.checkpoint]) {
      if (!before) continue;
      if (before.origin !== this.keys.origin) throw new LogFault('OTHER_LOG', { origin: before.origin });
      if (before.size > head.size) {
        throw new LogFault('OLD_BACKUP', { entries: head.size, signed: before.size });
      }
      const root = await this.log.rootFromTiles(before.size);
      if (!root.equals(before.root)) throw new LogFault('SIGNED_CHANGED', { entries: before.size });
    }
  }

  private assertOurs({ note, checkpoint }: PublishedCheckpoint): void {
    try {
      verifyNote(note, this.keys.known);
    } catch (error) {
      throw new LogFault('OTHER_KEY', { entries: checkpoint.size, why: (error as Error).message });
    }
  }

  /** Durable before anybody can read it. Another process may have been faster with the same. */
  private async store(size: number, note: string): Promise<void> {
    try {
      await inTransaction(this.dataSource, (tx) =>
        write(tx, 'INSERT INTO audit_checkpoints (tree_size, note, signed_at) VALUES (?, ?, ?)', [size, note, now()]),
      );
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

function isSame(checkpoint: Checkpoint, head: Head): boolean {
  return checkpoint.size === head.size && checkpoint.root.equals(head.root);
}
