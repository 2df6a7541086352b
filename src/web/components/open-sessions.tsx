import { PostButton } from '../../ui/components/buttons.js';
import { DataTable } from '../../ui/components/data-table.js';
import { Instant, UserText } from '../../ui/components/text.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';

export interface SessionRow {
  id: string;
  startedAt: string;
  address: string | null;
  device: { browser: string | null; system: string | null };
  isThisOne: boolean;
}

/** By what it can be recognised. */
const nameOf = (ctx: PageContext, { device: { browser, system } }: SessionRow): string => {
  const { account } = words(ctx).t;
  if (browser === null || system === null) return browser ?? system ?? account.unknownDevice;
  return account.deviceOn.replace('{browser}', browser).replace('{system}', system);
};

export const OpenSessions = ({ ctx, sessions }: { ctx: PageContext; sessions: SessionRow[] }) => {
  const { t } = words(ctx);
  return (
    <>
      <DataTable
        caption={t.account.sessionsCaption}
        captionHidden
        cards
        rows={sessions}
        rowKey={({ id }) => id}
        columns={[
          { key: 'device', header: t.account.device, names: true, phone: 'main', cell: (row) => nameOf(ctx, row) },
          { key: 'address', header: t.account.from, cell: ({ address }) => <UserText>{address ?? '–'}</UserText> },
          { key: 'since', header: t.account.since, cell: ({ startedAt }) => <Instant ctx={ctx} at={startedAt} /> },
          {
            key: 'act',
            header: t.account.act,
            phone: 'bare',
            cell: (row) =>
              row.isThisOne ? (
                <strong>{t.account.thisOne}</strong>
              ) : (
                <PostButton
                  action={paths.endSession(row.id)}
                  about={t.account.endAbout.replace('{device}', nameOf(ctx, row))}
                >
                  {t.account.end}
                </PostButton>
              ),
          },
        ]}
      />
      {sessions.length > 1 && <PostButton action={paths.endOtherSessions}>{t.account.endOthers}</PostButton>}
    </>
  );
};
