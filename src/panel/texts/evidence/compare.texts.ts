import type { SnapshotFault, SnapshotVerdict } from '../../../books/snapshot-comparison.js';
import { bilingual } from '../../../ui/texts/bilingual.js';

type Faults = Readonly<Record<SnapshotFault, string>>;
type Verdicts = Readonly<Record<SnapshotVerdict, string>>;

/** What a snapshot is held against: its row, the log, and its content read again. */
export const compare = bilingual(
  () => ({
    title: 'Comparer un instantané',
    column: 'Empreinte, ligne et journal',
    copy: 'Copier l’empreinte',
    noDigest: 'Pas encore calculée',
    short: {
      same: 'Concordent',
      differs: 'Ne concordent pas',
      'not-digested': 'Rien à comparer encore',
      'not-comparable': 'Comparaison impossible',
    } as Verdicts,
    faults: {
      'content-not-as-in-log': 'Les rangées des livres ne sont pas celles dont le journal a l’empreinte.',
      'content-not-as-on-row': 'Les rangées des livres ne sont pas celles dont la ligne a l’empreinte.',
      'digest-not-as-in-log': 'L’empreinte sur la ligne n’est pas celle du journal.',
      'counts-not-as-in-log': 'Les nombres sur la ligne ne sont pas ceux du journal.',
      'seal-not-as-in-log': 'La ligne dit un autre moment du scellement que le journal, ou aucun.',
      'expiry-not-as-in-log': 'La ligne dit une autre échéance que le journal.',
      'event-not-as-in-log': 'La ligne nomme un autre événement que le journal.',
      'digest-not-in-log': 'La ligne a une empreinte dont le journal ne sait rien.',
      'sealed-by-no-switch': 'Aucune réinitialisation ni récupération ne l’a scellé.',
      'columns-gone': 'Les colonnes dont parle son empreinte ne sont plus dans la base.',
      'algorithm-unknown': 'Son empreinte a été calculée d’une manière que cette version ne connaît pas.',
    } as Faults,
    onRecord: 'Ce que disent la ligne et le journal',
    onRecordVerdicts: {
      same: 'La ligne et le journal concordent. Le contenu n’a pas été relu pour le dire.',
      differs: 'La ligne et le journal ne concordent pas.',
      'not-digested': 'L’empreinte n’est pas encore calculée : on ne peut pas dire s’il a changé.',
      'not-comparable': 'La comparaison est impossible : on ne peut pas dire s’il a changé.',
    } as Verdicts,
    digest: 'Empreinte',
    digestEvent: 'Événement de l’empreinte',
    none: 'Aucun encore',
    again: 'Relire et comparer',
    againText:
      'Tout le contenu est relu, son empreinte recalculée, puis comparée à la ligne et au journal. Le verdict est inscrit au journal. De grands livres demandent quelques secondes.',
    run: 'Relire et comparer maintenant',
    running: 'Lecture en cours…',
    verdicts: {
      same: 'Le contenu, la ligne et le journal concordent.',
      differs: 'Une différence a été trouvée.',
      'not-digested': 'L’empreinte n’est pas encore au journal : rien ne peut être dit de ce contenu.',
      'not-comparable': 'Le contenu ne peut pas être comparé : on ne peut pas dire s’il a changé.',
    } as Verdicts,
    tombstone: 'Son contenu a été supprimé à l’échéance : seuls la ligne et le journal ont été comparés.',
    next: 'Prévenez l’exploitation. Rien n’est perdu : le journal dit ce qui y était.',
    recordedAs: 'Inscrit au journal',
    open: 'Comparer',
  }),
  () => ({
    title: 'Compare a snapshot',
    column: 'Digest, row and log',
    copy: 'Copy the digest',
    noDigest: 'Not digested yet',
    short: {
      same: 'Agree',
      differs: 'Differ',
      'not-digested': 'Nothing to compare yet',
      'not-comparable': 'Cannot be compared',
    },
    faults: {
      'content-not-as-in-log': 'The rows in the book are not those whose digest the log has.',
      'content-not-as-on-row': 'The rows in the book are not those whose digest the row has.',
      'digest-not-as-in-log': 'The digest on the row is not the one in the log.',
      'counts-not-as-in-log': 'The counts on the row are not those in the log.',
      'seal-not-as-in-log': 'The row says another moment of its seal than the log, or none.',
      'expiry-not-as-in-log': 'The row says another end of its keeping than the log.',
      'event-not-as-in-log': 'The row names another event than the log has.',
      'digest-not-in-log': 'The row has a digest of which the log knows nothing.',
      'sealed-by-no-switch': 'No reset or restore has sealed it.',
      'columns-gone': 'The columns of which its digest speaks are not in the database any more.',
      'algorithm-unknown': 'Its digest was made in a way that this version does not know.',
    },
    onRecord: 'What row and log say',
    onRecordVerdicts: {
      same: 'Row and log agree. The content was not read again to say so.',
      differs: 'Row and log differ.',
      'not-digested': 'It is not digested yet: nothing can be said of whether it was changed.',
      'not-comparable': 'It cannot be compared: nothing can be said of whether it was changed.',
    },
    digest: 'Digest',
    digestEvent: 'Event of the digest',
    none: 'None yet',
    again: 'Read again and compare',
    againText:
      'All of its content is read again, its digest computed anew, and compared with the row and the log. The verdict is recorded in the log. Large books take some seconds.',
    run: 'Read again and compare now',
    running: 'Reading…',
    verdicts: {
      same: 'Content, row and log agree.',
      differs: 'A difference was found.',
      'not-digested': 'The digest is not in the log yet: nothing can be said of this content.',
      'not-comparable': 'The content cannot be compared: nothing can be said of whether it was changed.',
    },
    tombstone: 'Its content was deleted at its date: only row and log were compared.',
    next: 'Tell operations. Nothing is lost: the log says what was there.',
    recordedAs: 'Recorded in the log',
    open: 'Compare',
  }),
);
