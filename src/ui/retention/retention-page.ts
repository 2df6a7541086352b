import { retentionRows } from './retention-table.js';
import { retentionTexts } from './retention.texts.js';

/** What the settings say where nobody has changed them. */
const DEFAULTS = { snapshotRetentionDays: 365, mailRetentionDays: 30, sessionRetentionDays: 30 };

/** `docs/retention.md`: the table of retention, with the numbers of an installation whose settings nobody has changed. */
export function retentionPage(settings = DEFAULTS): string {
  const t = retentionTexts.en;
  const lines = retentionRows(settings, 'en').flatMap((row) => [
    '',
    `## ${row.what}`,
    '',
    `- ${t.columns.where}: ${row.where.map((name) => (name === t.bookTables ? name : `\`${name}\``)).join(', ')}`,
    `- ${t.columns.keptFor}: ${row.keptFor}${row.setting ? ` (\`${row.setting}\`)` : ''}`,
    `- ${t.columns.why}: ${row.why}`,
    `- ${t.columns.deletedBy}: ${row.deletedBy ? `${t.job} \`${row.deletedBy}\`` : t.nobody}`,
    ...(row.afterErasure
      ? [
          `- ${t.columns.erased} ${row.afterErasure.columns.map((name) => `\`${name}\``).join(', ')}. ${row.afterErasure.because}`,
        ]
      : []),
  ]);
  return `${[
    `# ${t.title}`,
    '',
    'Made from the rules of the rooms (`src/*/retention.ts`) by `npm run --silent cli -- retention --page`; do not edit.',
    '',
    t.lead,
    ...lines,
    '',
    `## ${t.outside}`,
    '',
    t.outsideText,
  ].join('\n')}\n`;
}
