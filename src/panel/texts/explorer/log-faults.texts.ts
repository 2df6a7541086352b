import type { FaultCode } from '../../../log/transparency-log/log-fault.js';
import { bilingual } from '../../../ui/texts/bilingual.js';

/** What can be wrong with the log; the places are the facts of the fault. */
export const faults = bilingual(
  (): Record<FaultCode, string> => ({
    HEAD_GONE: 'La tête du journal a disparu.',
    HEAD_ASTRAY: 'La racine de la tête ne découle pas des tuiles.',
    TILE_LACKS_HASHES: 'Il manque des empreintes à la tuile {tile} du journal.',
    BUNDLE_LACKS_ENTRIES: 'Il manque des entrées au paquet {bundle} du journal.',
    LEVEL_HAS_GAP: 'Le niveau {level} du journal a un trou avant {place}.',
    CHECKPOINT_GONE: 'Un point de contrôle de {entries} entrées a été signé, et n’est plus dans la base de données.',
    OTHER_LOG: 'Le journal a été signé comme un autre journal, {origin}.',
    OLD_BACKUP: 'Le journal a {entries} entrées, mais {signed} ont été signées : est-ce une ancienne sauvegarde?',
    SIGNED_CHANGED: 'Les {entries} premières entrées ne sont pas celles qui ont été signées.',
    OTHER_KEY:
      'Le dernier point de contrôle, de {entries} entrées, n’est pas signé par la clé de ce journal : {why} Après un changement de clé, AUDIT_OLD_VKEYS nomme l’ancienne.',
    CHECKED_GONE: '{checked} entrées avaient été vérifiées, il n’y en a plus que {entries}.',
    CHECKED_CHANGED: 'Les {entries} premières entrées ne sont pas celles qui avaient été vérifiées.',
    ROOT_ASTRAY: 'Les tuiles ne mènent pas à la racine qui a été signée.',
    ENTRY_CHANGED: 'Entrée {entry} : ses octets ne sont pas ceux qui sont dans l’arbre.',
    TILE_ROOT_ASTRAY: 'La tuile {tile} n’a pas la racine qui avait été notée.',
    SIGNATURE_WRONG: 'La signature ne se vérifie pas : {why}',
    EVENT_LOST: 'L’événement {event} a été inscrit, mais n’est ni dans l’arbre ni dans la file qui y mène.',
    EVENT_MOVED: 'L’événement {event} est du {at}, mais sa ligne dit qu’il a été inscrit le {recorded}.',
    LEAF_ASTRAY: 'La ligne de la feuille {entry} n’a pas l’empreinte qui est dans sa tuile.',
    LEAVES_UNCOUNTED: 'Il y a {leaves} feuilles, mais la tête en compte {entries}.',
  }),
  () => ({
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
      'The last checkpoint, of {entries} entries, is not signed by this log’s key: {why} After a change of key AUDIT_OLD_VKEYS names the old one.',
    CHECKED_GONE: '{checked} entries had been checked, now there are {entries}.',
    CHECKED_CHANGED: 'The first {entries} entries are not those that had been checked.',
    ROOT_ASTRAY: 'The tiles do not lead to the root that was signed.',
    ENTRY_CHANGED: 'Entry {entry}: its bytes are not those that are in the tree.',
    TILE_ROOT_ASTRAY: 'Tile {tile} does not have the root that is on record.',
    SIGNATURE_WRONG: 'The signature does not verify: {why}',
    EVENT_LOST: 'Event {event} was recorded, but is neither in the tree nor in the queue for it.',
    EVENT_MOVED: 'Event {event} is of {at}, but its row says that it was recorded at {recorded}.',
    LEAF_ASTRAY: 'The row of leaf {entry} does not have the hash that is in its tile.',
    LEAVES_UNCOUNTED: 'There are {leaves} leaves, but the head says {entries}.',
  }),
);
