import { FRENCH } from './french.js';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

export const HELP: Readonly<Record<Language, string>> = {
  en: `Usage: node ardoise-verify.mjs WHAT [--key KEY|FILE]... [--quorum N] [--complete] [--since FILE] [--save FILE] [--lang en|fr]

Verifies what an audit log has signed, without trusting the server that it comes from. Recomputes every hash from the
events themselves, up to the root that the log signed; checks signatures, cosignatures of witnesses, the gap-free numbers
of each business, and that no event is back-dated. Names the first entry that is wrong.

  WHAT  a folder that was exported, or a .tar or .zip of one: the whole log (tile/...), or an extract (events.jsonl);
        one event's proof; a file of an unpacked extract, such as its sheet;
        or the address of a live log, for example https://books.example

  --key KEY|FILE      a verifier key that you know: the log's, or a witness's, which must then have cosigned. A text
                      such as log.example/audit+1a2b3c4d+AbC..., or a file that holds some, one a line. May be given
                      several times. Without the log's key, the one that comes with the log is believed, and the
                      verdict says so.
  --quorum N          so many of the witnesses whose keys you give must have cosigned, instead of all of them.
  --complete          an extract that does not show that it is complete is not verified: one without a manifest.
  --since FILE        a checkpoint that you kept: the log must still begin with exactly those entries.
  --save FILE         keeps the checkpoint, once it is verified, for --since the next time.
  --reader-key TOKEN  lets you read a live log.
  --lang en|fr        the language of what is said.

The last line is the verdict. Exit codes: 0 verified, 1 not verified, 2 nothing could be verified.`,
  fr: `Usage : node ardoise-verify.mjs QUOI [--key CLÉ|FICHIER]... [--quorum N] [--complete] [--since FICHIER] [--save FICHIER] [--lang en|fr]

Vérifie ce qu'un journal d'audit a signé, sans se fier au serveur dont il vient. Recalcule chaque empreinte à partir des
événements eux-mêmes, jusqu'à la racine que le journal a signée; vérifie les signatures, les contresignatures des témoins,
la numérotation sans trou de chaque entreprise, et qu'aucun événement n'est antidaté. Nomme la première entrée fautive.

  QUOI  un dossier exporté, ou un .tar ou .zip d'un tel dossier : tout le journal (tile/...), ou un extrait
        (events.jsonl); la preuve d'un événement; un fichier d'un extrait dépouillé, comme sa fiche;
        ou l'adresse d'un journal en marche, par exemple https://livres.exemple

  --key CLÉ|FICHIER   une clé de vérification que vous connaissez : celle du journal, ou celle d'un témoin, qui doit alors
                      avoir contresigné. Un texte comme log.example/audit+1a2b3c4d+AbC..., ou un fichier qui en contient,
                      une par ligne. Peut être répété. Sans la clé du journal, celle qui vient avec lui est crue, et le
                      verdict le dit.
  --quorum N          autant des témoins dont vous donnez les clés doivent avoir contresigné, au lieu de tous.
  --complete          un extrait qui ne montre pas qu'il est complet n'est pas vérifié : celui qui n'a pas de manifeste.
  --since FICHIER     un point de contrôle que vous avez gardé : le journal doit encore commencer par exactement ces entrées.
  --save FICHIER      garde le point de contrôle, une fois vérifié, pour --since la prochaine fois.
  --reader-key JETON  permet de lire un journal en marche.
  --lang en|fr        la langue de ce qui est dit.

La dernière ligne est le verdict. Codes de sortie : 0 vérifié, 1 non vérifié, 2 rien n'a pu être vérifié.`,
};

/** A line in the reader's language. What has no translation is said in English. */
export function inWordsOf(language: Language, line: string): string {
  return language === 'en' ? line : (inFrench(line) ?? line);
}

const patterns = FRENCH.map(([english, french]) => {
  const parts = english.split('{}').map((part) => part.replace(/[^\w\s]/g, '\\$&'));
  return { pattern: new RegExp(`^${parts.join('(.*)')}$`, 's'), french };
});

/** Null for what is not in the table, and for an event's own bytes. */
export function inFrench(line: string): string | null {
  if (line.startsWith('{')) return null;
  for (const { pattern, french } of patterns) {
    const [match, ...found] = pattern.exec(line) ?? [];
    if (match === undefined) continue;
    let at = 0;
    return french.replace(/\{\}/g, () => inWordsOf('fr', found[at++]!));
  }
  return null;
}
