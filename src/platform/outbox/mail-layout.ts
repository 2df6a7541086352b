import type { Locale } from '../kernel/actor.js';
import { languageTag } from '../kernel/language-tag.js';

/** A mail in words: paragraphs parted by empty lines, in the receiver's language. */
export interface MailInWords {
  readonly locale: Locale;
  readonly subject: string;
  readonly text: string;
  /** Whether somebody reads what is answered. */
  readonly isAnswered: boolean;
  readonly publicUrl: string;
}

interface FootWords {
  readonly open: string;
  answer(publicUrl: string): string;
  noAnswer(publicUrl: string): string;
}

const WORDS: Record<Locale, FootWords> = {
  fr: {
    open: 'Ouvrir la page',
    answer: (publicUrl) => `Une question? Répondez à ce courriel, quelqu’un le lit. Envoyé par Ardoise, ${publicUrl}`,
    noAnswer: (publicUrl) =>
      `Personne ne lit les réponses à cette adresse : écrivez à notre équipe de soutien. Envoyé par Ardoise, ${publicUrl}`,
  },
  en: {
    open: 'Open the page',
    answer: (publicUrl) => `A question? Answer this mail, somebody reads it. Sent by Ardoise, ${publicUrl}`,
    noAnswer: (publicUrl) =>
      `Nobody reads answers to this address: write to our support team. Sent by Ardoise, ${publicUrl}`,
  },
};

/**
 * The same words twice: plain, and as HTML that a mail program shows well without loading anything. What stands in a paragraph is said
 * by its form alone, so that the plain mail is written as one would write it:
 *
 * - a line that is an address is a button to it, with the address below;
 * - two lines or more of "Label: value" are a table;
 * - lines that begin with four spaces, and `— ` notes of a log, stay as they are.
 */
export function layOut(mail: MailInWords): { text: string; html: string } {
  const foot = WORDS[mail.locale][mail.isAnswered ? 'answer' : 'noAnswer'](mail.publicUrl);
  const blocks = mail.text.trim().split(/\n{2,}/);
  return {
    text: `${mail.text.trimEnd()}\n\n-- \n${foot}\n`,
    html: pageOf(
      mail,
      blocks.map((block) => blockOf(block, mail.locale)),
      foot,
    ),
  };
}

const INK = '#1d2a2f';
const STYLES = {
  body: `margin:0;padding:0;background:#f6f2ea;color:${INK};font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif`,
  sheet: 'max-width:560px;margin:0 auto;padding:24px 16px',
  brand: 'margin:0 0 12px;font-weight:700;letter-spacing:.02em',
  card: 'background:#fffdf8;border:1px solid #ded7ca;border-radius:12px;padding:24px 20px;overflow-wrap:anywhere',
  title: 'margin:0 0 16px;font-size:21px;line-height:1.3',
  paragraph: 'margin:0 0 16px',
  button:
    'display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5a70;color:#ffffff;font-weight:650;text-decoration:none',
  address: 'margin:8px 0 16px;font-size:13px;color:#56656b',
  link: 'color:#1f5a70',
  table: 'width:100%;border-collapse:collapse;margin:0 0 16px',
  label:
    'text-align:left;font-weight:400;color:#56656b;padding:8px 12px 8px 0;border-top:1px solid #ded7ca;vertical-align:top;width:38%',
  value: 'padding:8px 0;border-top:1px solid #ded7ca;vertical-align:top',
  code: 'margin:0 0 16px;padding:12px;background:#f6f2ea;border-radius:8px;font:13px/1.5 ui-monospace,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere',
  foot: 'margin:16px 4px 0;font-size:13px;color:#56656b',
} as const;

/** Where the reader's program is dark; inline styles cannot say so. */
const DARK = `@media (prefers-color-scheme: dark) {
  body, .code { background: #14191f !important; color: #ece7dc !important }
  .card { background: #1f272e !important; border-color: #39444c !important }
  .quiet { color: #b3bcc0 !important }
  .button { background: #8cc8da !important; color: #10222a !important }
  a { color: #8cc8da !important }
  th, td { border-color: #39444c !important }
}`;

const pageOf = ({ locale, subject }: MailInWords, blocks: readonly string[], foot: string) => `<!doctype html>
<html lang="${languageTag(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(subject)}</title>
<style>${DARK}</style>
</head>
<body style="${STYLES.body}">
<main style="${STYLES.sheet}">
<p style="${STYLES.brand}">Ardoise</p>
<div class="card" style="${STYLES.card}">
<h1 style="${STYLES.title}">${escaped(subject)}</h1>
${blocks.join('\n')}
</div>
<p class="quiet" style="${STYLES.foot}">${inline(foot)}</p>
</main>
</body>
</html>
`;

const ADDRESS = /^https?:\/\/\S+$/;
const FACT = /^([^:\n]{2,40}?)\s?: (.+)$/;

function blockOf(block: string, locale: Locale): string {
  const lines = block.split('\n');
  if (lines.every((line) => line.startsWith('    '))) return codeOf(lines.map((line) => line.slice(4)));
  // The note of a checkpoint, which must stay as it is to the last sign.
  if (lines.some((line) => line.startsWith('— '))) return codeOf(lines);
  if (lines.length > 1 && lines.every((line) => FACT.test(line))) return tableOf(lines);
  return partsOf(lines)
    .map((part) => (ADDRESS.test(part) ? buttonOf(part, locale) : `<p style="${STYLES.paragraph}">${inline(part)}</p>`))
    .join('\n');
}

/** Sentences that were broken into lines flow again; an address stays alone. */
function partsOf(lines: readonly string[]): string[] {
  const parts: string[] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last === undefined || ADDRESS.test(line) || ADDRESS.test(last)) parts.push(line);
    else parts[parts.length - 1] = `${last} ${line}`;
  }
  return parts;
}

const buttonOf = (url: string, locale: Locale) =>
  `<p style="margin:0"><a class="button" href="${escaped(url)}" style="${STYLES.button}">${WORDS[locale].open}</a></p>
<p class="quiet" style="${STYLES.address}">${escaped(url)}</p>`;

const codeOf = (lines: readonly string[]) =>
  `<pre class="code" style="${STYLES.code}">${escaped(lines.join('\n'))}</pre>`;

const tableOf = (lines: readonly string[]) =>
  `<table style="${STYLES.table}">${lines
    .map((line) => {
      const [, label = '', value = ''] = FACT.exec(line)!;
      return `<tr><th scope="row" class="quiet" style="${STYLES.label}">${escaped(label)}</th><td style="${STYLES.value}">${inline(value)}</td></tr>`;
    })
    .join('')}</table>`;

/** An address within a sentence is a link to it. */
const inline = (text: string) =>
  escaped(text).replace(
    /https?:\/\/[^\s<>"]+?(?=[.,;:!?)]*(?:\s|$))/g,
    (url) => `<a href="${url}" style="${STYLES.link}">${url}</a>`,
  );

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);
