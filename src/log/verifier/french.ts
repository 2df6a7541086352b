/**
 * What the verifier says, in French: by its English sentence, in which {} stands for anything. What stands there is
 * translated in turn, and stands in the same order in both. A test reads from the built verifier that nothing is missing.
 */
export const FRENCH: readonly (readonly [english: string, french: string])[] = [
  // The verdict, and what is said before it.
  ['VERIFIED AND COMPLETE{}: {} of {}.', 'VÉRIFIÉ ET COMPLET{} : {} de {}.'],
  ['VERIFIED{}: {} of {}.', 'VÉRIFIÉ{} : {} de {}.'],
  [
    ', but only with the key that the log gives for itself, but not shown to be complete',
    ', mais seulement avec la clé que le journal donne de lui-même, et sans que rien ne montre que c’est complet',
  ],
  [
    ', but only with the key that the log gives for itself',
    ', mais seulement avec la clé que le journal donne de lui-même',
  ],
  [', but not shown to be complete', ', mais rien ne montre que c’est complet'],
  ['all {} entries', 'les {} entrées, toutes,'],
  ['{} of {} entries', '{} des {} entrées'],
  ['the log, entry {}', 'l’entrée {} du journal'],
  ['NOT VERIFIED. {}', 'NON VÉRIFIÉ. {}'],
  ['Root hash of {} entries: {}', 'Racine de {} entrées : {}'],
  ['Signed by {}', 'Signé par {}'],
  ['Note: {}', 'Remarque : {}'],
  ['Complete: {}', 'Complet : {}'],
  // What is complete.
  ['All {} entries of the signed tree are here.', 'Les {} entrées de l’arbre signé sont toutes ici.'],
  [
    'Every one of the {} entries of the signed tree is accounted for: {} by their bytes, {} by hash.',
    'Chacune des {} entrées de l’arbre signé est présente : {} par leurs octets, {} par leur empreinte.',
  ],
  [
    'The events of the business run from 1 to {} without a gap.',
    'Les événements de l’entreprise vont de 1 à {} sans trou.',
  ],
  [
    'All of the period lies in the entries {} to {}: {} of them are here, {} by hash.',
    'Toute la période est dans les entrées {} à {} : {} d’entre elles sont ici, {} par leur empreinte.',
  ],
  [
    'The period was not over in the log when this was exported: later events of it may exist.',
    'La période n’était pas terminée dans le journal au moment de l’export : il peut y avoir des événements plus tardifs.',
  ],
  [
    'That nothing else in the log is of the filter {}, {} has signed; the whole log shows it.',
    'Que rien d’autre dans le journal ne réponde au filtre {}, {} l’a signé; tout le journal le montre.',
  ],
  ['Exported on {} by {}; that is recorded as event {}.', 'Exporté le {} par {}; c’est inscrit comme événement {}.'],
  ['Attached, as signed: {}.', 'Joint, tel que signé : {}.'],
  [
    'Not part of the extract, since the manifest does not name them: {}.',
    'Ne fait pas partie de l’extrait, car le manifeste ne le nomme pas : {}.',
  ],
  // Remarks.
  [
    "The log's key was taken from the log itself: give the one you know (--key) to be sure whose log it is.",
    'La clé du journal a été prise dans le journal lui-même : donnez celle que vous connaissez (--key) pour être sûr de qui il est.',
  ],
  [
    'No witness vouches for it: no key of a witness was given (--key), so cosignatures were passed over.',
    'Aucun témoin n’en répond : aucune clé de témoin n’a été donnée (--key), les contresignatures n’ont donc pas été regardées.',
  ],
  [
    'No checkpoint from before was given (--since): this run cannot tell a rewritten history.',
    'Aucun point de contrôle d’avant n’a été donné (--since) : cette vérification ne reconnaît pas une histoire récrite.',
  ],
  [
    'The events of this business run from 1 without a gap; only the whole log shows whether later ones exist.',
    'Les événements de cette entreprise vont de 1 sans trou; seul tout le journal montre s’il y en a de plus tardifs.',
  ],
  ['These are all entries of the signed tree.', 'Ce sont toutes les entrées de l’arbre signé.'],
  [
    'Each event is in the log; that no other event fits the filter, only the whole log shows.',
    'Chaque événement est dans le journal; qu’aucun autre ne réponde au filtre, seul tout le journal le montre.',
  ],
  // Completeness that fails.
  [
    'Entry {} is missing: neither among the events nor accounted for by a hash in rest.jsonl.',
    'L’entrée {} manque : elle n’est ni parmi les événements ni représentée par une empreinte dans rest.jsonl.',
  ],
  [
    'Entries {} to {} are missing: neither among the events nor accounted for by a hash in rest.jsonl.',
    'Les entrées {} à {} manquent : elles ne sont ni parmi les événements ni représentées par une empreinte dans rest.jsonl.',
  ],
  [
    '{} missing: neither among the events nor accounted for by a hash in rest.jsonl.',
    '{} : manquant, ni parmi les événements ni dans rest.jsonl.',
  ],
  [
    'rest.jsonl has more hashes than there are entries that are not shown.',
    'rest.jsonl a plus d’empreintes qu’il n’y a d’entrées non montrées.',
  ],
  [
    'The events and the hashes of all others do not lead to the root that was signed.',
    'Les événements et les empreintes de tous les autres ne mènent pas à la racine qui a été signée.',
  ],
  [
    'Entry {} is among the events, and rest.jsonl has it among the others.',
    'L’entrée {} est parmi les événements, et rest.jsonl l’a parmi les autres.',
  ],
  ['it needs first and count', 'il faut « first » et « count »'],
  ['it has too few or too many hashes', 'elle a trop ou trop peu d’empreintes'],
  [
    'That no entry of the period lies before entry {} is not shown.',
    'Rien ne montre qu’aucune entrée de la période ne précède l’entrée {}.',
  ],
  [
    'That no entry of the period lies behind entry {} is not shown.',
    'Rien ne montre qu’aucune entrée de la période ne suit l’entrée {}.',
  ],
  ['The manifest has a filter whose "{}" is no time.', 'Le manifeste a un filtre dont « {} » n’est pas un instant.'],
  [
    'it is in bounds.jsonl, and not in the tree that was signed',
    'elle est dans bounds.jsonl, et pas dans l’arbre qui a été signé',
  ],
  ['it has no event', 'elle n’a pas d’événement'],
  ['The extract lacks its manifest: it was taken away.', 'L’extrait n’a pas son manifeste : il a été enlevé.'],
  [
    'The extract has no manifest, so nothing shows that it is complete (--complete).',
    'L’extrait n’a pas de manifeste : rien ne montre qu’il est complet (--complete).',
  ],
  [
    'The last event of the business has the number {}, and the log signed {}.',
    'Le dernier événement de l’entreprise a le numéro {}, et le journal a signé {}.',
  ],
  ['The manifest does not verify: {}', 'Le manifeste ne se vérifie pas : {}'],
  [
    'The manifest is of a tree of {} entries, and not of the {} of this checkpoint.',
    'Le manifeste est d’un arbre de {} entrées, et pas des {} de ce point de contrôle.',
  ],
  ['The manifest does not name {}.', 'Le manifeste ne nomme pas {}.'],
  ['{}, which the manifest names, is not readable: {}.', '{}, que le manifeste nomme, n’est pas lisible : {}.'],
  [
    '{} is not the file that the log signed in the manifest: it was changed.',
    '{} n’est pas le fichier que le journal a signé dans le manifeste : il a été modifié.',
  ],
  ['it is no manifest of the log {}', 'ce n’est pas un manifeste du journal {}'],
  ['its root is none', 'sa racine n’en est pas une'],
  ['its line "{}" is none', 'sa ligne « {} » n’en est pas une'],
  // An extract.
  [
    'filter.json is of a tree of {}, the checkpoint of {}.',
    'filter.json est d’un arbre de {}, le point de contrôle d’un arbre de {}.',
  ],
  ['filter.json is not readable: {}', 'filter.json n’est pas lisible : {}'],
  ['{}.jsonl has more lines than the {} of {}.jsonl.', '{}.jsonl a plus de lignes que les {} de {}.jsonl.'],
  [
    'The extract holds {} events, but says that it has {}.',
    'L’extrait contient {} événements, mais dit qu’il en a {}.',
  ],
  [
    'The extract holds {} events, and the log signed that there are {}.',
    'L’extrait contient {} événements, et le journal a signé qu’il y en a {}.',
  ],
  [
    'The extract has no filter, but only {} of the {} entries.',
    'L’extrait n’a pas de filtre, mais seulement {} des {} entrées.',
  ],
  ['The extract lacks its {}: {}', 'L’extrait n’a pas son {} : {}'],
  ['Line {} of proofs.jsonl: {}', 'Ligne {} de proofs.jsonl : {}'],
  ['A line of {}: {}', 'Une ligne de {} : {}'],
  ['Entry {} ({}): {}.', 'Entrée {} ({}) : {}.'],
  ['Entry {}: {}', 'Entrée {} : {}'],
  ['event {}, {}', 'événement {}, {}'],
  ['{} (line {})', '{} (ligne {})'],
  ['it comes after entry {}', 'elle vient après l’entrée {}'],
  ['it is not in the tree that was signed', 'elle n’est pas dans l’arbre qui a été signé'],
  ['entry {} is missing before it', 'l’entrée {} manque avant elle'],
  ['it is not of the business {}', 'elle n’est pas de l’entreprise {}'],
  ['it is not of the filter, by its "{}"', 'elle ne répond pas au filtre, par son « {} »'],
  ['it lies outside of the entries {} to {}', 'elle est hors des entrées {} à {}'],
  ['it is not an event: {}', 'ce n’est pas un événement : {}'],
  ['{} has its event {} twice', '{} a deux fois son événement {}'],
  ['{} lacks its event {}: next comes {}', 'il manque à {} son événement {} : le suivant est {}'],
  ['it has a time that is none, {}', 'elle a une heure qui n’en est pas une, {}'],
  ['it is back-dated to {}, after an entry of {}', 'elle est antidatée au {}, après une entrée du {}'],
  ['it has no subject', 'elle n’a pas de sujet'],
  ['it has no time', 'elle n’a pas d’heure'],
  ['its number is none', 'son numéro n’en est pas un'],
  ['it has no hashes', 'elle n’a pas d’empreintes'],
  ['a hash is none', 'une empreinte n’en est pas une'],
  ['it is not a proof', 'ce n’est pas une preuve'],
  ['it needs filter, entries and tree_size', 'il faut « filter », « entries » et « tree_size »'],
  ['{} is not readable: {}.', '{} n’est pas lisible : {}.'],
  ['its last line is cut off', 'sa dernière ligne est coupée'],
  ['a line has more than {} bytes', 'une ligne a plus de {} octets'],
  ['it has more than {} bytes', 'il a plus de {} octets'],
  // A whole log.
  ['Tile {} does not follow from the entries.', 'La tuile {} ne découle pas des entrées.'],
  ['Tile {} has {} bytes, not {}.', 'La tuile {} a {} octets, et non {}.'],
  ['The log does not give its bundle of entries {}: {}', 'Le journal ne donne pas son paquet d’entrées {} : {}'],
  ['The log does not give its tile of level {}, {}: {}', 'Le journal ne donne pas sa tuile de niveau {}, {} : {}'],
  ['The log does not give its {}: {}', 'Le journal ne donne pas son {} : {}'],
  ['its bytes do not have the hash that is in tile {}', 'ses octets n’ont pas l’empreinte qui est dans la tuile {}'],
  ['Bundle {} has {} entries, not {}.', 'Le paquet {} a {} entrées, et non {}.'],
  ['Bundle {}: {}', 'Paquet {} : {}'],
  ['The bundle of entries is cut off.', 'Le paquet d’entrées est coupé.'],
  ['The entries do not lead to the root that was signed.', 'Les entrées ne mènent pas à la racine qui a été signée.'],
  [
    'The first {} entries are not those that were signed before: the history was rewritten.',
    'Les {} premières entrées ne sont pas celles qui avaient été signées : l’histoire a été récrite.',
  ],
  [
    'The log has shrunk: {} entries were signed before, now there are {}.',
    'Le journal a rétréci : {} entrées avaient été signées, il y en a maintenant {}.',
  ],
  [
    'The checkpoint kept from before is of another log, {}.',
    'Le point de contrôle d’avant est d’un autre journal, {}.',
  ],
  [
    'The witness {} has not cosigned this checkpoint of {} entries.',
    'Le témoin {} n’a pas contresigné ce point de contrôle de {} entrées.',
  ],
  [
    'Only {} of {} witnesses have cosigned this checkpoint of {} entries, and {} must; not: {}.',
    'Seuls {} témoins sur {} ont contresigné ce point de contrôle de {} entrées, et il en faut {}; pas : {}.',
  ],
  [
    '{} of {} witnesses have cosigned it, {} must (--quorum); not: {}.',
    '{} témoins sur {} l’ont contresigné, il en faut {} (--quorum); pas : {}.',
  ],
  [
    '--quorum is a number from 1 to the {} witnesses whose keys are given, not "{}".',
    '--quorum est un nombre de 1 aux {} témoins dont les clés sont données, et non « {} ».',
  ],
  // Keys, notes, proofs.
  ['A given key is not readable: {}', 'Une clé donnée n’est pas lisible : {}'],
  ["The log's key is not readable: {}", 'La clé du journal n’est pas lisible : {}'],
  ['The checkpoint kept from before does not verify: {}', 'Le point de contrôle d’avant ne se vérifie pas : {}'],
  ['The checkpoint does not verify: {}', 'Le point de contrôle ne se vérifie pas : {}'],
  ['The proof is not readable: {}', 'La preuve n’est pas lisible : {}'],
  ['The proof does not verify: {}', 'La preuve ne se vérifie pas : {}'],
  [
    'The proof does not carry its event: this program did not write it.',
    'La preuve ne contient pas son événement : ce n’est pas ce programme qui l’a écrite.',
  ],
  ['This is not entry {} of the {} that {} signed.', 'Ce n’est pas l’entrée {} des {} que {} a signées.'],
  ['The signature of {} is wrong.', 'La signature de {} est fausse.'],
  ['The note is signed by none of the known keys.', 'La note n’est signée par aucune des clés connues.'],
  ['The signature of the log itself, {}, is missing.', 'La signature du journal lui-même, {}, manque.'],
  [
    'A signed note has no control characters but newlines.',
    'Une note signée n’a de caractères de contrôle que des fins de ligne.',
  ],
  [
    'A signed note has a text, an empty line and signatures.',
    'Une note signée a un texte, une ligne vide et des signatures.',
  ],
  ['A signature line reads "— name base64".', 'Une ligne de signature s’écrit « — nom base64 ».'],
  [
    'A verifier key reads name+8 hexadecimal digits+base64.',
    'Une clé de vérification s’écrit nom+8 chiffres hexadécimaux+base64.',
  ],
  [
    'The verifier key of {} is not of a kind known here.',
    'La clé de vérification de {} n’est pas d’une sorte connue ici.',
  ],
  [
    'A checkpoint has an origin, a size and the base64 of a root hash, one a line.',
    'Un point de contrôle a une origine, une taille et la racine en base64, une par ligne.',
  ],
  [
    '"{}" is not a key name: it may hold neither spaces nor "+".',
    '« {} » n’est pas un nom de clé : ni espaces ni « + ».',
  ],
  ['The key id of {} does not belong to its key.', 'L’identifiant de la clé de {} n’est pas celui de cette clé.'],
  ['A proof begins with {} and holds a checkpoint.', 'Une preuve commence par {} et contient un point de contrôle.'],
  ['A proof has an index and a path, a hash a line.', 'Une preuve a une place et un chemin, une empreinte par ligne.'],
  ['A hash of the path has not 32 bytes.', 'Une empreinte du chemin n’a pas 32 octets.'],
  ['A line of the proof is not base64.', 'Une ligne de la preuve n’est pas en base64.'],
  ['A hash has 32 bytes.', 'Une empreinte a 32 octets.'],
  ['There is no leaf {} in a tree of {}.', 'Il n’y a pas de feuille {} dans un arbre de {}.'],
  // Archives.
  ['The archive {} cannot be read: {}.', 'L’archive {} ne peut pas être lue : {}.'],
  [
    'it holds a file that would be unpacked elsewhere, {}',
    'elle contient un fichier qui se dépouillerait ailleurs, {}',
  ],
  ['it holds more than one export', 'elle contient plus d’un export'],
  ['it holds {} twice', 'elle contient {} deux fois'],
  ['it holds {}, which is not a plain file', 'elle contient {}, qui n’est pas un simple fichier'],
  ['it is not there', 'il n’est pas là'],
  ['it is cut off in {}', 'elle est coupée dans {}'],
  ['it is cut off', 'elle est coupée'],
  ['one of its headers is too long', 'un de ses en-têtes est trop long'],
  ['it is no {} archive, or a damaged one', 'ce n’est pas une archive {}, ou elle est endommagée'],
  ['{} in it is encrypted', '{} y est chiffré'],
  ['{} in it is packed in a way not known here', '{} y est comprimé d’une façon inconnue ici'],
  ['it calls one file {} and {}', 'elle appelle un même fichier {} et {}'],
  ['the archive says another size of it', 'l’archive en dit une autre taille'],
  // What cannot be verified.
  ['Give one folder, address or file.', 'Donnez un dossier, une adresse ou un fichier.'],
  ['{} is not an address.', '{} n’est pas une adresse.'],
  [
    'There is no folder or file {}. Make one with "audit export" or "audit proof".',
    'Il n’y a ni dossier ni fichier {}.',
  ],
  [
    '{} is none of what can be verified: a folder that was exported, a .tar or .zip of one, or a proof. A sheet or a report is verified in the folder, or with the .zip, that it came in.',
    '{} n’est rien de ce qui se vérifie : un dossier exporté, un .tar ou un .zip d’un tel dossier, ou une preuve. Une fiche ou un rapport se vérifie dans le dossier, ou avec le .zip, dont il vient.',
  ],
  [
    '{} is no exported log: it holds neither a checkpoint nor events.jsonl, or it is not finished.',
    '{} n’est pas un journal exporté : il n’y a ni « checkpoint » ni « events.jsonl », ou il n’est pas terminé.',
  ],
  [
    '{} is not part of the extract beside it: the manifest does not name it.',
    '{} ne fait pas partie de l’extrait qui l’entoure : le manifeste ne le nomme pas.',
  ],
  [
    "A proof comes without a key: give the log's with --key.",
    'Une preuve vient sans clé : donnez celle du journal avec --key.',
  ],
  [
    '--since needs a whole log: an extract or a proof does not show what else is in it.',
    '--since demande tout le journal : un extrait ou une preuve ne montre pas ce qu’il contient d’autre.',
  ],
  [
    '--key {} is neither a verifier key nor a file that holds one: {}',
    '--key {} n’est ni une clé de vérification ni un fichier qui en contient une : {}',
  ],
  [
    '{} does not take this reader key: ask the operator for one that is in use.',
    '{} n’accepte pas cette clé de lecture : demandez à l’exploitant une clé en usage.',
  ],
  [
    '{} asks for a reader key: give it with --reader-key or in AUDIT_READER_KEY.',
    '{} demande une clé de lecture : donnez-la avec --reader-key.',
  ],
  ['{} answers {}: try again later.', '{} répond {} : réessayez plus tard.'],
  ['{} answers {}', '{} répond {}'],
  [
    '{} cannot be reached ({}): check the address, or try again later.',
    'On ne peut joindre {} ({}) : vérifiez l’adresse, ou réessayez plus tard.',
  ],
];
