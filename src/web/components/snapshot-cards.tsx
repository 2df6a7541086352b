import { SubmitButton } from '../../ui/components/buttons.js';
import { Instant, Template, UserText, Day } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';
import { holdsInWords, type SnapshotSummary } from './snapshots.js';

/** A snapshot with what tells it from the others. */
export interface SnapshotChoice extends SnapshotSummary {
  lastEntryOn?: string;
  by?: string;
}

const SHOWN_AT_ONCE = 6;

interface Props {
  ctx: BusinessPageContext;
  /** In the order in which they are offered. */
  snapshots: readonly SnapshotChoice[];
  /** The one that is shown already. */
  chosen?: string;
}

/** What a recovery can be about, one card each, of which one is taken; the older ones are a fold away. */
export const SnapshotCards = ({ ctx, snapshots, chosen }: Props) => {
  const { t } = words(ctx);
  const [first, older] = [snapshots.slice(0, SHOWN_AT_ONCE), snapshots.slice(SHOWN_AT_ONCE)];
  return (
    <form method="get" action={paths.recover(ctx.business.id)} className="form">
      <fieldset className="field">
        <legend className="visually-hidden">{t.recover.choose}</legend>
        <Cards ctx={ctx} snapshots={first} chosen={chosen} />
        {older.length > 0 && (
          <details className="more-detail" open={older.some(({ id }) => id === chosen)}>
            <summary>{t.recover.older(older.length)}</summary>
            <Cards ctx={ctx} snapshots={older} chosen={chosen} />
          </details>
        )}
      </fieldset>
      <p className="actions">
        <SubmitButton look="secondary">{t.recover.chooseSubmit}</SubmitButton>
      </p>
    </form>
  );
};

const Cards = ({ ctx, snapshots, chosen }: Props) => (
  <div className="snapshot-cards">
    {snapshots.map((snapshot) => (
      <Card key={snapshot.id} ctx={ctx} snapshot={snapshot} isChosen={snapshot.id === chosen} />
    ))}
  </div>
);

const Card = ({
  ctx,
  snapshot,
  isChosen,
}: {
  ctx: BusinessPageContext;
  snapshot: SnapshotChoice;
  isChosen: boolean;
}) => {
  const { t } = words(ctx);
  const { id, sealedAt, cause, lastEntryOn, by } = snapshot;
  const holds = holdsInWords(ctx, snapshot);
  return (
    <div className="snapshot-card">
      <label className="radio">
        <input type="radio" name="snapshot" value={id} defaultChecked={isChosen} required />
        <span>
          <strong>
            <Instant ctx={ctx} at={sealedAt} exact />
          </strong>
          <span className="radio-hint">{t.recover.madeBy[cause]}</span>
          {holds !== undefined && <span className="radio-hint">{holds}</span>}
          {lastEntryOn !== undefined && (
            <span className="radio-hint">
              <Template text={t.recover.lastEntry} values={{ on: <Day ctx={ctx} on={lastEntryOn} /> }} />
            </span>
          )}
          {by !== undefined && (
            <span className="radio-hint">
              <Template text={t.recover.by} values={{ who: <UserText>{by}</UserText> }} />
            </span>
          )}
        </span>
      </label>
      <p className="snapshot-links">
        <a href={paths.snapshot(ctx.business.id, id)}>
          {t.manage.lookShort}
          <span className="visually-hidden">
            {' '}
            <Template text={t.manage.ofSnapshot} values={{ at: <Instant ctx={ctx} at={sealedAt} exact /> }} />
          </span>
        </a>
      </p>
    </div>
  );
};
