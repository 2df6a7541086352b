import { ERROR_CODES } from '../platform/kernel/app-error.js';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { statusOf, type ProblemCode } from './problem-schemas.js';

const row = (code: ProblemCode, title: string) => `| \`${code}\` | ${statusOf(code)} | ${title} |`;

/** The head of the document: what holds for every operation, said once. */
export function introduction(): string {
  const codes = Object.entries(ERROR_CODES).map(([code, { title }]) => row(code as ProblemCode, title));
  return `Reset and restore of a business's books.

**Who may call what.** A person signs up or in and sends the token as \`Authorization: Bearer …\`. Each operation names its
permission and the roles that have it. A business that the caller does not belong to is \`NOT_FOUND\`, as one that does not exist.

**Forms.** Bodies are JSON in UTF-8; a member that is not named here is refused. Ids are UUIDv7 strings, money is a decimal string
in the currency beside it or the business's, moments are ISO 8601 in UTC with milliseconds, dates are calendar dates. Clients must
ignore members of answers that they do not know.

**Lists** come in pages of at most \`limit\` items (${PAGE_LIMIT_DEFAULT} unless asked otherwise, ${PAGE_LIMIT_MAX} at most): \`{items, next}\`.
\`next\` is the \`after\` of the page that follows, or null on the last. Items that are added meanwhile are neither skipped nor repeated.

**Not described here**, because OpenAPI has no word for a path whose length varies: the tiles of the transparency log below
\`/audit/tile/\`, which follow C2SP tlog-tiles.

**Errors** are \`application/problem+json\` (RFC 9457) with a stable \`code\`. An address that is none is \`NOT_FOUND\`. Answers
that may be tried again have \`Retry-After\`, in seconds.

| code | status | meaning |
|---|---|---|
${codes.join('\n')}
${row('INTERNAL', 'Something went wrong on our side')}`;
}

/** Tags in the order in which one would read about them. */
export const TAGS = [
  { name: 'identity', description: 'Signing up, in and out.' },
  { name: 'businesses', description: 'Businesses and who belongs to them.' },
  { name: 'accounting', description: 'What is in the books: it is set aside by a reset and comes back by a restore.' },
  { name: 'bank feeds', description: 'Bank accounts connected to their banks; they stand in the way of a reset.' },
  { name: 'online payments', description: 'Links to pay an invoice, and the payments that came in through them.' },
  { name: 'reset and restore', description: 'The point of it all, and the evidence of it.' },
  {
    name: 'transparency log',
    description: 'The audit log of all businesses, for those who verify it (C2SP tlog-tiles).',
  },
  { name: 'operations', description: 'For whoever runs the service.' },
];
