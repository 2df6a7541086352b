import { bilingual } from '../../../ui/texts/bilingual.js';

export const exportTexts = bilingual(
  (n) => ({
    open: 'Exporter ce filtre',
    title: 'Exporter le journal',
    count: (count: number) => n(count, '# événement sera exporté', '# événements seront exportés'),
    of: 'Du journal de {size} entrées signé le {at}. Ce qui s’y est ajouté depuis n’en fait pas partie.',
    witnessed: 'Un témoin a contresigné ce point de contrôle.',
    unwitnessed: 'Aucun témoin n’a contresigné ce point de contrôle.',
    recorded: 'L’exportation est elle-même inscrite au journal, avec votre nom, le filtre et le nombre d’événements.',
    filter: 'Filtre',
    noFilter: 'Aucun : tout le journal.',
    formats: {
      csv: 'Feuille de calcul (CSV)',
      zip: 'Dossier pour l’auditeur (.zip)',
      jsonl: 'Le même dossier (.tar)',
      ocsf: 'Outils de sécurité (OCSF, lignes JSON)',
    },
    hints: {
      csv: 'Une ligne par événement, pour lire et trier.',
      zip: 'Les octets signés, leurs preuves, ce qui montre que rien ne manque, et un vérificateur qui ne demande que Node.',
      jsonl: 'Pour les outils qui préfèrent ce format. « audit verify » prend les deux.',
      ocsf: 'Pour les recevoir dans un système de surveillance.',
    },
    back: 'Revenir aux événements',
  }),
  (n) => ({
    open: 'Export this filter',
    title: 'Export the log',
    count: (count) => n(count, '# event will be exported', '# events will be exported'),
    of: 'Of the log of {size} entries signed on {at}. What was added since is not part of it.',
    witnessed: 'A witness has cosigned this checkpoint.',
    unwitnessed: 'No witness has cosigned this checkpoint.',
    recorded: 'The export is itself recorded in the log, with your name, the filter and the number of events.',
    filter: 'Filter',
    noFilter: 'None: the whole log.',
    formats: {
      csv: 'Spreadsheet (CSV)',
      zip: 'Folder for the auditor (.zip)',
      jsonl: 'The same folder (.tar)',
      ocsf: 'Security tools (OCSF, JSON lines)',
    },
    hints: {
      csv: 'One line for each event, to read and sort.',
      zip: 'The signed bytes, their proofs, what shows that nothing is left out, and a verifier that needs Node alone.',
      jsonl: 'For tools that prefer this format. “audit verify” takes both.',
      ocsf: 'To take them into a monitoring system.',
    },
    back: 'Back to the events',
  }),
);
