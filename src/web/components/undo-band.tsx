import { Icon } from '../../ui/components/icon.js';
import { Instant, Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext, RecentSwitch } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';

/**
 * Stands for a few minutes after a reset or a recovery: the original owner goes from here to the confirmation that undoes it,
 * everybody else learns who did it and when.
 */
export const UndoBand = ({ ctx, recent }: { ctx: BusinessPageContext; recent: RecentSwitch }) => {
  const { t } = words(ctx);
  const { id, isOriginalOwner } = ctx.business;
  const values = {
    at: <Instant ctx={ctx} at={recent.at} exact />,
    who: recent.by === undefined ? t.undo.originalOwner : <UserText>{recent.by}</UserText>,
  };
  return (
    <aside className="undo-band no-print" aria-label={t.undo.label}>
      <p>
        <Template text={isOriginalOwner ? t.undo.mine[recent.kind] : t.undo.theirs[recent.kind]} values={values} />
      </p>
      {isOriginalOwner && (
        <a href={paths.recover(id, recent.snapshotId)}>
          <Icon name="undo" />
          <span>{t.undo.link(recent.minutesLeft)}</span>
        </a>
      )}
    </aside>
  );
};
