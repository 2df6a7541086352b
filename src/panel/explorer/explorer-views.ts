import type { Outcome } from '../../log/events/event-catalogue.js';

/** What the explorer of the log shows. Times are ISO 8601 UTC. */
export interface ExplorerView {
  readonly status: LogStatusView;
  readonly saved: readonly SavedViewRow[];
  readonly events: readonly ExplorerEvent[];
  /** The `after` of the next, older page. */
  readonly next: string | null;
}

export interface ExplorerEvent {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly actor: ActorName;
  readonly business?: { readonly id: string; readonly name?: string };
  readonly ticket?: string;
  readonly snapshotId?: string;
}

export interface ActorName {
  readonly type: 'user' | 'staff' | 'system' | 'anonymous';
  readonly id?: string;
  /** An e-mail address, where it is still known. */
  readonly name?: string;
  readonly isOriginalOwner?: boolean;
}

/** How far the log is known to be whole, and by whom. */
export interface LogStatusView {
  readonly state: 'verified' | 'incomplete' | 'not-yet' | 'broken';
  /** In the tree. */
  readonly entries: number;
  /** The last check that found nothing wrong, as far as it came. */
  readonly verified: { readonly entries: number; readonly at: string } | null;
  readonly fault: FaultView | null;
  readonly witness: { readonly name: string; readonly size: number; readonly at: string } | null;
  readonly witnesses: readonly WitnessView[];
  readonly quorum: { readonly needed: number; readonly agreeing: number; readonly isMet: boolean };
  /** Why it is incomplete. */
  readonly remarks: readonly LogRemark[];
}

/** A fault by its code and the facts for its sentence, and in the program's own words, which is all that there is of a witness. */
export interface FaultView {
  readonly why: string;
  readonly code: string | null;
  readonly facts: Readonly<Record<string, string>>;
  /** Where one is to blame. */
  readonly entry: number | null;
  readonly isOfWitness: boolean;
}

export type LogRemark = 'late' | 'check-old' | 'no-witness' | 'witness-unreachable' | 'quorum-missed';

export interface WitnessView {
  readonly name: string;
  readonly key: string | null;
  readonly state: 'agrees' | 'behind' | 'refuses' | 'silent' | 'not-asked';
  readonly since: string;
  /** Its own words, or why it could not be asked. */
  readonly says: string | null;
  readonly last: { readonly entries: number; readonly at: string } | null;
}

/** The page of the log's state: its witnesses, the check of all of it, and who gets checkpoints by mail. */
export interface LogPageView {
  readonly status: LogStatusView;
  readonly check: CheckView | null;
  readonly subscribers: readonly SubscriberRow[];
  /** Where the latest checkpoint is to be had. */
  readonly address: string;
}

/** The check that runs, or ran last. */
export interface CheckView {
  readonly askedBy: string;
  readonly askedAt: string;
  /** Both 0 until it has begun. */
  readonly done: number;
  readonly total: number;
  readonly endedAt: string | null;
  readonly eventId: string | null;
  readonly fault: FaultView | null;
}

export interface SubscriberRow {
  readonly id: string;
  readonly email: string;
  readonly locale: 'fr' | 'en';
  readonly addedBy: string;
  readonly sentAt: string | null;
}

export interface SavedViewRow {
  readonly id: string;
  readonly name: string;
  /** As it stands in an address. */
  readonly query: string;
  readonly isShared: boolean;
  readonly isMine: boolean;
  readonly maker: string;
}

/** What an export would have. */
export interface ExportView {
  readonly entries: number;
  /** Of a log of so many entries, which were signed then. */
  readonly size: number;
  readonly signedAt: string;
  readonly isWitnessed: boolean;
}

export const DOWNLOADS = ['csv', 'zip', 'jsonl', 'ocsf'] as const;
export type Download = (typeof DOWNLOADS)[number];

/** One event: its bytes, from which the page reads everything it says of it, and what proves its place. */
export interface EventView {
  readonly id: string;
  /** Base64 of the exact bytes. */
  readonly bytes: string;
  /** Null while it waits for its place. */
  readonly leafIndex: number | null;
  /** Null while no signed checkpoint holds it. */
  readonly proof: ProofView | null;
  readonly keys: { readonly log: readonly string[]; readonly witnesses: readonly string[] };
  /** By id: e-mail addresses of people, names of businesses and banks. */
  readonly names: Readonly<Record<string, string>>;
  readonly personal: PersonalView;
  /** It is of a reset or a restore, and the role may make its sheet of evidence. */
  readonly hasSheet: boolean;
  /** The other events of the same attempt. */
  readonly operation: readonly OperationEvent[];
}

export interface ProofView {
  readonly index: number;
  readonly size: number;
  /** Base64, from the leaf's sibling up. */
  readonly hashes: readonly string[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
  /** All of it with the event, as `audit verify` takes it (C2SP tlog-proof). */
  readonly text: string;
}

/** `withheld`: not for this role. The digest in the event is the hash of the salt and the details' text. */
export type PersonalView =
  | { readonly state: 'kept'; readonly salt: string; readonly details: string }
  | { readonly state: 'erased' | 'withheld' };

export interface OperationEvent {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly outcome: Outcome;
}
