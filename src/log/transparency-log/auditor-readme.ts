/** For whoever gets an export and has neither this program nor its documentation. */
export const README = `This folder was exported from an audit log. What is in it can be verified without
the server that it comes from, and without trusting whoever handed it over.
(En français : LISEZMOI.txt.)

1. Get the keys by another way than this folder: the log's verifier key, and that of its
   witness. They are lines such as "example.com/audit+1a2b3c4d+AbC...". Put them into a
   file, one a line, here called keys.txt. The file "vkeys" (or "vkey") in this folder is
   only what the log says of itself.
2. Get the verifier, ardoise-verify.mjs, once from a place that you trust, or compare the
   SHA-256 of the one in this folder with the published one before you run it:
       sha256sum ardoise-verify.mjs
   It is one file, can be read as text, and needs Node 20.19 or later and nothing else.
3. Run it on the folder, or on the .tar or .zip that it came in:
       node ardoise-verify.mjs . --key keys.txt --complete
   The last line is the verdict. It ends with 0 when everything is right, with 1 when
   something is not, which it names, and with 2 when nothing could be verified.
   "node ardoise-verify.mjs --help" says the rest.

VERIFIED says that each event is in the log that was signed, byte for byte. COMPLETE says
in addition that every entry of the signed log is accounted for, by its bytes or by its
hash, and that the log has signed what was asked for (the filter), how many events that
found, and each file of this folder: take one event out, or change one byte, and it fails.
That an entry known by its hash alone is not of the filter rests on the log's signature;
ask for the whole log, or for that entry, where you want to see for yourself.

  events.jsonl   the events found, a line each: exactly the bytes that were signed
  proofs.jsonl   line for line: the event's place in the log, and the path to its root
  rest.jsonl     all other entries, by hash
  bounds.jsonl   of an export by time: entries before and behind it, which show its borders
  checkpoint     what the log has signed, and its witness
  manifest       what this folder is, signed by the log: filter, counts, files
  filter.json    the filter once more; vkeys: the keys as the log gives them
  tile/...       of an export of the whole log: entries and hashes (c2sp.org/tlog-tiles)

The formats are public: RFC 6962 hashes, C2SP signed notes and checkpoints.
`;

export const LISEZMOI = `Ce dossier a été exporté d'un journal d'audit. Ce qu'il contient se vérifie sans le
serveur dont il vient, et sans se fier à la personne qui l'a remis.
(In English: README.txt.)

1. Procurez-vous les clés par un autre chemin que ce dossier : la clé de vérification du
   journal et celle de son témoin. Ce sont des lignes comme
   « exemple.com/audit+1a2b3c4d+AbC... ». Mettez-les dans un fichier, une par ligne,
   appelé ici cles.txt. Le fichier « vkeys » (ou « vkey ») de ce dossier n'est que ce que
   le journal dit de lui-même.
2. Procurez-vous le vérificateur, ardoise-verify.mjs, une fois, d'un endroit de confiance;
   ou comparez, avant de le lancer, l'empreinte SHA-256 de celui-ci avec celle qui est
   publiée :
       sha256sum ardoise-verify.mjs
   C'est un seul fichier, lisible comme du texte, qui demande Node 20.19 ou plus récent et
   rien d'autre.
3. Lancez-le sur le dossier, ou sur le .tar ou le .zip dont il vient :
       node ardoise-verify.mjs . --key cles.txt --complete --lang fr
   La dernière ligne est le verdict. Il finit par 0 quand tout concorde, par 1 quand
   quelque chose ne concorde pas, qu'il nomme, et par 2 quand rien n'a pu être vérifié.
   « node ardoise-verify.mjs --help --lang fr » dit le reste.

VÉRIFIÉ veut dire que chaque événement est dans le journal signé, octet pour octet.
COMPLET veut dire en plus que chaque entrée du journal signé est présente, par ses octets
ou par son empreinte, et que le journal a signé ce qui a été demandé (le filtre), combien
d'événements ont été trouvés, et chaque fichier de ce dossier : qu'on retire un événement
ou qu'on change un octet, et la vérification échoue. Qu'une entrée connue par sa seule
empreinte ne réponde pas au filtre repose sur la signature du journal; demandez tout le
journal, ou cette entrée, pour le voir de vos yeux.

  events.jsonl   les événements trouvés, un par ligne : exactement les octets signés
  proofs.jsonl   ligne pour ligne : la place de l'événement, et le chemin vers la racine
  rest.jsonl     toutes les autres entrées, par empreinte
  bounds.jsonl   d'un export par date : des entrées d'avant et d'après, qui en montrent
                 les bornes
  checkpoint     ce que le journal a signé, et son témoin
  manifest       ce qu'est ce dossier, signé par le journal : filtre, nombres, fichiers
  filter.json    le filtre encore une fois; vkeys : les clés que donne le journal
  tile/...       d'un export de tout le journal : entrées et empreintes
                 (c2sp.org/tlog-tiles)

Les formats sont publics : empreintes RFC 6962, notes et points de contrôle C2SP.
`;
