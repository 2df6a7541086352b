import type { Locale } from '../../platform/kernel/actor.js';
import { languageTag } from '../../platform/kernel/language-tag.js';
import type { Mail } from '../../platform/outbox/mailer.service.js';

export interface CheckpointMail {
  readonly entries: number;
  readonly signedAt: Date;
  /** Names of the witnesses whose cosignatures it carries. */
  readonly witnesses: readonly string[];
  /** The signed note, verbatim. */
  readonly note: string;
  readonly publicUrl: string;
}

/** The checkpoint as a mail that keeps it: in the text for people, and byte for byte in a file for the verifier. */
export function checkpointMail(to: string, locale: Locale, mail: CheckpointMail): Mail {
  const words = TEXTS[locale];
  const day = mail.signedAt.toISOString().slice(0, 10);
  const filename = `${day}-${mail.entries}.checkpoint`;
  const at = new Intl.DateTimeFormat(languageTag(locale), {
    timeZone: 'UTC',
    dateStyle: 'long',
    timeStyle: 'long',
  }).format(mail.signedAt);
  const entries = new Intl.NumberFormat(languageTag(locale)).format(mail.entries);
  return {
    to,
    locale,
    subject: words.subject(entries, day),
    text: words.text({ ...mail, entries, at, filename, by: mail.witnesses.join(', ') }),
    attachments: [{ filename, content: mail.note }],
  };
}

interface Filled {
  readonly entries: string;
  readonly at: string;
  readonly by: string;
  readonly filename: string;
  readonly note: string;
  readonly publicUrl: string;
}

interface Words {
  subject(entries: string, day: string): string;
  text(filled: Filled): string;
}

const TEXTS: Record<Locale, Words> = {
  fr: {
    subject: (entries, day) => `Journal d’audit : point de contrôle du ${day}, ${entries} entrées`,
    text: ({ entries, at, by, filename, note, publicUrl }) => `Bonjour,

Voici le dernier point de contrôle du journal d’audit de ${publicUrl} : ${entries} entrées, signées le ${at}.
${by === '' ? 'Aucun témoin ne l’a contresigné.' : `Contresigné par : ${by}.`}

Conservez le fichier joint là où l’administration du serveur ne peut pas y toucher. Aussi longtemps que vous l’avez, rien de ce
qui était alors dans le journal ne peut être changé, retiré ou inséré sans que cela se voie :

    npm run cli -- audit verify ${publicUrl} --key CLÉ --since ${filename}

CLÉ est la clé de vérification du journal, que vous tenez d’ailleurs que de ce serveur.

Le point de contrôle, tel qu’il est dans le fichier :

${note}
Pour ne plus recevoir ces messages, dites-le à la conformité, qui retire une adresse dans le panneau, à la page « État du journal » :
${publicUrl}/admin/pages/log
`,
  },
  en: {
    subject: (entries, day) => `Audit log: checkpoint of ${day}, ${entries} entries`,
    text: ({ entries, at, by, filename, note, publicUrl }) => `Hello,

This is the latest checkpoint of the audit log of ${publicUrl}: ${entries} entries, signed on ${at}.
${by === '' ? 'No witness has cosigned it.' : `Cosigned by: ${by}.`}

Keep the attached file where the server's administrators cannot reach it. As long as you have it, nothing that was in the log then can
be changed, removed or inserted without showing:

    npm run cli -- audit verify ${publicUrl} --key KEY --since ${filename}

KEY is the log's verifier key, which you have from elsewhere than that server.

The checkpoint, as it is in the file:

${note}
To stop these mails, tell compliance, who remove an address in the panel, on the page "State of the log":
${publicUrl}/admin/pages/log
`,
  },
};
