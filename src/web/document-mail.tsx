import { renderToStaticMarkup } from 'react-dom/server';
import type { Mail } from '../platform/outbox/mailer.service.js';
import { elided } from '../platform/kernel/elision.js';
import type { DocumentFile, DocumentKind } from './document-files.service.js';
import { formatsFor } from '../ui/format.js';
import { languageTag } from '../platform/kernel/language-tag.js';
import { pdfName } from './send-pdf.js';
import { textsFor } from './texts.js';

/** What the message says where nobody changes it, in the language of the customer. */
export function defaultMessage(kind: DocumentKind, { number, open, dueOn, seller, locale }: DocumentFile): string {
  const { mail } = textsFor(locale).documentMail;
  const f = formatsFor({ locale });
  const said = kind === 'invoice' ? mail.invoice : mail.creditNote;
  return said
    .replace('{number}', () => number)
    .replace('{open}', () => f.money({ amount: open, currency: seller.currency }))
    .replace('{due}', () => (dueOn === null ? '' : f.day(dueOn)))
    .replace('{seller}', () => seller.name);
}

interface DocumentLetter {
  readonly to: string;
  readonly message: string;
  /** Where the business gives no address of its own. */
  readonly answersTo: string;
  readonly pdf: Buffer;
}

/** The mail that carries a document: plain and as HTML, in the language of the customer, the file with it. */
export function documentMail(
  kind: DocumentKind,
  { number, seller, locale, payUrl }: DocumentFile,
  { to, message, answersTo, pdf }: DocumentLetter,
): Mail {
  const { mail } = textsFor(locale).documentMail;
  const { documents } = textsFor(locale);
  const name = kind === 'invoice' ? documents.invoice : documents.creditNote;
  const subject = `${name} ${number} ${locale === 'fr' ? elided('de', seller.name) : `from ${seller.name}`}`;
  const attached = mail.attached.replace('{file}', () => pdfName(number));
  const pay = payUrl === undefined ? [] : [`${documents.pay}: ${payUrl}`];
  return {
    to,
    locale,
    subject,
    replyTo: seller.email ?? answersTo,
    text: [message, ...pay, attached, seller.name].join('\n\n'),
    html: `<!doctype html>${renderToStaticMarkup(
      <html lang={languageTag(locale)}>
        <head>
          <meta charSet="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{subject}</title>
        </head>
        <body
          style={{ margin: 0, padding: 16, background: '#f6f2ea', color: '#24303a', fontFamily: 'Arial, sans-serif' }}
        >
          <div
            style={{ maxWidth: 560, margin: '0 auto', padding: 24, background: '#fffdf8', overflowWrap: 'anywhere' }}
          >
            <h1 style={{ fontSize: 20, margin: '0 0 16px' }}>{subject}</h1>
            {message.split(/\n{2,}/).map((paragraph, index) => (
              <p key={index} style={{ lineHeight: 1.5, whiteSpace: 'pre-line' }}>
                {paragraph}
              </p>
            ))}
            {payUrl !== undefined && (
              <p>
                <a
                  href={payUrl}
                  style={{ display: 'inline-block', padding: '12px 20px', background: '#1b5c70', color: '#ffffff' }}
                >
                  {documents.pay}
                </a>
              </p>
            )}
            <p style={{ color: '#56636e' }}>{attached}</p>
            <p style={{ color: '#56636e' }}>{seller.name}</p>
          </div>
        </body>
      </html>,
    )}`,
    attachments: [
      {
        filename: pdfName(number),
        content: pdf.toString('base64'),
        encoding: 'base64',
        contentType: 'application/pdf',
      },
    ],
  };
}
