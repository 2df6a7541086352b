/**
 * What can be wrong with the log, by code. The sentence is what the program says in English everywhere; whoever shows it in
 * another language puts the code and the facts into words (`texts/explorer/log-faults.texts.ts` of the panel).
 */
const SENTENCES = {
  HEAD_GONE: 'The head of the log is gone.',
  HEAD_ASTRAY: 'The root of the head does not follow from the tiles.',
  TILE_LACKS_HASHES: 'The log lacks hashes of its tile {tile}.',
  BUNDLE_LACKS_ENTRIES: 'The log lacks entries of its bundle {bundle}.',
  LEVEL_HAS_GAP: 'Level {level} of the log has a gap before {place}.',
  CHECKPOINT_GONE: 'A checkpoint of {entries} entries was signed, and is not in the database any more.',
  OTHER_LOG: 'The log was signed as another one, {origin}.',
  OLD_BACKUP: 'The log has {entries} entries, but {signed} were signed: is this an old backup?',
  SIGNED_CHANGED: 'The first {entries} entries are not those that were signed.',
  OTHER_KEY:
    "The last checkpoint, of {entries} entries, is not signed by this log's key: {why} After a change of key AUDIT_OLD_VKEYS names the old one.",
  CHECKED_GONE: '{checked} entries had been checked, now there are {entries}.',
  CHECKED_CHANGED: 'The first {entries} entries are not those that had been checked.',
  ROOT_ASTRAY: 'The tiles do not lead to the root that was signed.',
  ENTRY_CHANGED: 'Entry {entry}: its bytes are not those that are in the tree.',
  TILE_ROOT_ASTRAY: 'Tile {tile} does not have the root that is on record.',
  SIGNATURE_WRONG: '{why}',
  EVENT_LOST: 'Event {event} was recorded, but is neither in the tree nor in the queue for it.',
  EVENT_MOVED: 'Event {event} is of {at}, but its row says that it was recorded at {recorded}.',
  LEAF_ASTRAY: 'The row of leaf {entry} does not have the hash that is in its tile.',
  LEAVES_UNCOUNTED: 'There are {leaves} leaves, but the head says {entries}.',
} as const;

export type FaultCode = keyof typeof SENTENCES;
export type FaultFacts = Readonly<Record<string, string>>;

/** The log is not what was signed before. Nothing is added or signed any more until somebody has looked. */
export class LogFault extends Error {
  readonly facts: FaultFacts;

  constructor(
    readonly code: FaultCode,
    facts: Readonly<Record<string, string | number>> = {},
  ) {
    const texts = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
    super(SENTENCES[code].replace(/\{(\w+)\}/g, (_, name: string) => texts[name] ?? ''));
    this.facts = texts;
  }
}

/** The database answers, but rows of the log are not there. */
export class MissingRows extends LogFault {}
