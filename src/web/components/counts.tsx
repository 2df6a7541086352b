import type { ReactNode } from 'react';
import type { PageContext } from '../../ui/page-context.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { type Texts } from '../texts.js';
import { words } from '../words.js';
import { DataTable } from '../../ui/components/data-table.js';

/** How many there are of each kind of accounting data. A kind without a text of its own is still shown. */
export type Counts = Record<string, number>;

/** The known kinds in the order of the texts, then the strangers. */
export function kindsOf(t: Texts, ...counts: Counts[]): string[] {
  const present = new Set(counts.flatMap((each) => Object.keys(each)));
  const known = Object.keys(t.counts).filter((kind) => present.has(kind));
  return [...known, ...[...present].filter((kind) => !Object.hasOwn(t.counts, kind))];
}

export const kindLabel = (t: Texts, kind: string) =>
  lookUp(t.counts, kind) ?? t.common.unknownKind.replace('{kind}', () => kind);

/** `3 014 écritures, 8 553 lignes et 96 contacts`: a set of books in a few words. */
export function inWords(ctx: PageContext, counts: Counts): string {
  const { t, f } = words(ctx);
  const said: [string, (count: number) => string][] = [
    ['journalEntries', t.phrases.entries],
    ['journalLines', t.phrases.lines],
    ['contacts', t.phrases.contacts],
    ['invoices', t.phrases.invoices],
  ];
  const present = said.filter(([kind]) => (counts[kind] ?? 0) > 0);
  if (present.length > 0) return f.list(present.map(([kind, phrase]) => phrase(counts[kind] ?? 0)));
  return t.phrases.items(Object.values(counts).reduce((sum, count) => sum + count, 0));
}

export const CountTiles = ({ ctx, counts }: { ctx: PageContext; counts: Counts }) => {
  const { t, f } = words(ctx);
  return (
    <dl className="tiles">
      {kindsOf(t, counts).map((kind) => (
        <div key={kind} className="tile">
          <dt>{kindLabel(t, kind)}</dt>
          <dd>{f.number(counts[kind] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
};

export const CountTable = ({
  ctx,
  counts,
  caption,
  captionHidden,
}: {
  ctx: PageContext;
  counts: Counts;
  caption: ReactNode;
  captionHidden?: boolean;
}) => {
  const { t, f } = words(ctx);
  return (
    <DataTable
      caption={caption}
      captionHidden={captionHidden}
      rows={kindsOf(t, counts)}
      rowKey={(kind) => kind}
      columns={[
        { key: 'kind', header: t.common.what, names: true, cell: (kind) => kindLabel(t, kind) },
        { key: 'count', header: t.common.howMany, numeric: true, cell: (kind) => f.number(counts[kind] ?? 0) },
      ]}
    />
  );
};

/** Side by side: what comes back and what is overwritten by it. */
export const CompareTable = ({
  ctx,
  comesBack,
  overwritten,
}: {
  ctx: PageContext;
  comesBack: Counts;
  overwritten: Counts;
}) => {
  const { t, f } = words(ctx);
  return (
    <DataTable
      caption={t.recover.compareCaption}
      captionHidden
      rows={kindsOf(t, comesBack, overwritten)}
      rowKey={(kind) => kind}
      columns={[
        { key: 'kind', header: t.common.what, names: true, cell: (kind) => kindLabel(t, kind) },
        {
          key: 'comesBack',
          header: t.recover.comesBack,
          numeric: true,
          cell: (kind) => <strong className="comes-back">{f.number(comesBack[kind] ?? 0)}</strong>,
        },
        {
          key: 'overwritten',
          header: t.recover.overwritten,
          numeric: true,
          cell: (kind) => f.number(overwritten[kind] ?? 0),
        },
      ]}
    />
  );
};
