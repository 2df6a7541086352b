import type { Choice } from '../../books/bring-along/choices.js';
import { countNameOf } from '../../books/manifest.js';
import type { BringAlongPreview } from '../../resets/bring-along/bring-alongs.service.js';
import { OPENING_BALANCES } from '../../resets/bring-along/bring-along-plan.js';
import { SubmitButton } from '../../ui/components/buttons.js';
import { DataTable } from '../../ui/components/data-table.js';
import { SelectField, TextField } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { kindField, type BringAlongFields } from '../bring-along-form.js';
import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { Conflicts } from '../components/conflicts.js';
import { kindLabel, type Counts } from '../components/counts.js';
import { holdsInWords, type SnapshotSummary } from '../components/snapshots.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface BringAlongPageView {
  readonly kept: SnapshotSummary[];
  /** Absent where nothing is kept. */
  readonly choice?: {
    readonly snapshot: SnapshotSummary;
    readonly fields: BringAlongFields;
    readonly kinds: readonly string[];
    readonly counts: Counts;
    readonly date?: string;
    readonly fault?: 'chooseOne' | 'dateNeeded';
  };
  readonly plan?: BringAlongPreview;
  /** The code of a refusal. */
  readonly problem?: string;
  readonly idempotencyKey?: string;
}

type Chosen = NonNullable<BringAlongPageView['choice']>;

interface Props {
  ctx: BusinessPageContext;
  view: BringAlongPageView;
}

const BringAlongPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { choice, plan, problem } = view;
  return (
    <div className="medium">
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, t.bringAlong.title)} />
      <h1>{t.bringAlong.title}</h1>
      <p className="lead">{t.bringAlong.lead}</p>
      {problem !== undefined && (
        <ProblemSummary
          title={t.common.problemTitle}
          problems={[{ text: lookUp(t.bringAlong.problems, problem) ?? t.bringAlong.problems.OTHER }]}
        />
      )}
      {!choice && (
        <Notice kind="info">
          <p>{t.bringAlong.none}</p>
        </Notice>
      )}
      {choice && <WhichSnapshot ctx={ctx} kept={view.kept} chosen={choice} />}
      {choice && <WhichKinds ctx={ctx} chosen={choice} hasPlan={plan !== undefined} />}
      {choice && plan && <Plan ctx={ctx} chosen={choice} plan={plan} idempotencyKey={view.idempotencyKey!} />}
    </div>
  );
};

const WhichSnapshot = ({
  ctx,
  kept,
  chosen,
}: {
  ctx: BusinessPageContext;
  kept: readonly SnapshotSummary[];
  chosen: Chosen;
}) => {
  const { t, f } = words(ctx);
  const label = (each: SnapshotSummary) =>
    [f.dateTimeToTheSecond(each.sealedAt), holdsInWords(ctx, each)].filter((part) => part !== undefined).join(' — ');
  if (kept.length === 1) {
    return (
      <p>
        {t.bringAlong.from} <Instant ctx={ctx} at={chosen.snapshot.sealedAt} exact />
      </p>
    );
  }
  return (
    <form method="get" action={paths.bringAlong(ctx.business.id)} className="form form-above">
      <SelectField
        ctx={ctx}
        name="snapshot"
        label={t.bringAlong.from}
        value={chosen.snapshot.id}
        options={kept.map((each) => ({ value: each.id, label: label(each) }))}
      />
      <SubmitButton look="secondary">{t.bringAlong.change}</SubmitButton>
    </form>
  );
};

const WhichKinds = ({ ctx, chosen, hasPlan }: { ctx: BusinessPageContext; chosen: Chosen; hasPlan: boolean }) => {
  const { t } = words(ctx);
  const { fault, fields } = chosen;
  const isFirst = fields.show === undefined;
  return (
    <Panel id="kinds" title={t.bringAlong.kindsTitle}>
      <form method="get" action={paths.bringAlong(ctx.business.id)} className="form">
        <input type="hidden" name="snapshot" value={chosen.snapshot.id} />
        <input type="hidden" name="show" value="1" />
        {fault === 'chooseOne' && <p className="problem">{t.bringAlong.chooseOne}</p>}
        <fieldset className="field">
          <legend className="visually-hidden">{t.bringAlong.kindsTitle}</legend>
          <div className="radios">
            {inOrder(ctx, chosen.kinds).map((kind) => (
              <label key={kind} className="radio">
                <input
                  type="checkbox"
                  name={kindField(kind)}
                  value="1"
                  defaultChecked={isFirst ? kind === 'contacts' || kind === 'chart' : fields[kindField(kind)] === '1'}
                />
                <span>
                  <span>{labelOf(ctx, kind)}</span>
                  <span className="radio-hint">{hintOf(ctx, kind)}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <TextField
          ctx={ctx}
          type="date"
          name="date"
          label={t.bringAlong.date}
          hint={t.bringAlong.dateHint}
          value={chosen.date}
          problem={fault === 'dateNeeded' ? t.bringAlong.dateNeeded : undefined}
          optional
        />
        <p className="actions">
          <SubmitButton look={hasPlan ? 'secondary' : 'primary'}>{t.bringAlong.show}</SubmitButton>
        </p>
      </form>
    </Panel>
  );
};

/** First what everybody asks for, in the order in which it is told; then what else there is. */
function inOrder(ctx: BusinessPageContext, kinds: readonly string[]): string[] {
  const told = Object.keys(words(ctx).t.bringAlong.kinds);
  const place = (kind: string) => (told.includes(kind) ? told.indexOf(kind) : told.length);
  return [...kinds].sort((a, b) => place(a) - place(b));
}

const labelOf = (ctx: BusinessPageContext, kind: string) => {
  const { t } = words(ctx);
  return lookUp(t.bringAlong.kinds, kind)?.label ?? kindLabel(t, kind);
};
const hintOf = (ctx: BusinessPageContext, kind: string) => {
  const { t } = words(ctx);
  return lookUp(t.bringAlong.kinds, kind)?.hint ?? t.bringAlong.otherKind;
};

/** The table of the database under the name by which it is counted. */
const tableLabel = (ctx: BusinessPageContext, table: string) => kindLabel(words(ctx).t, countNameOf(table));

const Plan = ({
  ctx,
  chosen,
  plan,
  idempotencyKey,
}: {
  ctx: BusinessPageContext;
  chosen: Chosen;
  plan: BringAlongPreview;
  idempotencyKey: string;
}) => {
  const { t, f } = words(ctx);
  const { fields, snapshot } = chosen;
  const isNothing = plan.tables.length === 0 && !plan.opening?.lines;
  const kinds = chosen.kinds.filter((kind) => fields[kindField(kind)] === '1');
  const pulled = plan.tables.filter(({ kind }) => !kinds.includes(kind));
  return (
    <Panel id="plan" title={t.bringAlong.planTitle}>
      {isNothing && <p>{t.bringAlong.nothing}</p>}
      {plan.tables.length > 0 && (
        <DataTable
          caption={t.bringAlong.planCaption}
          captionHidden
          rows={[...plan.tables]}
          rowKey={({ table }) => table}
          columns={[
            { key: 'what', header: t.bringAlong.what, names: true, cell: ({ table }) => tableLabel(ctx, table) },
            { key: 'wanted', header: t.bringAlong.wanted, numeric: true, cell: ({ wanted }) => f.number(wanted) },
            { key: 'there', header: t.bringAlong.there, numeric: true, cell: ({ there }) => f.number(there) },
            {
              key: 'added',
              header: t.bringAlong.added,
              numeric: true,
              cell: ({ wanted, there }) => <strong>{f.number(wanted - there)}</strong>,
            },
          ]}
        />
      )}
      {pulled.length > 0 && (
        <p className="hint">
          {t.bringAlong.pulled}
          {f.list(pulled.map(({ table }) => tableLabel(ctx, table)))}
        </p>
      )}
      {plan.opening && <Opening ctx={ctx} opening={plan.opening} />}
      {!isNothing && (
        <PostForm action={paths.bringAlong(ctx.business.id)} className="form" data-once="">
          <Kept name="snapshot" value={snapshot.id} />
          <Kept name="show" value="1" />
          <Kept name="book" value={plan.bookId} />
          <Kept name="idempotencyKey" value={idempotencyKey} />
          {plan.opening && <Kept name="date" value={plan.opening.date} />}
          {kinds.map((kind) => (
            <Kept key={kind} name={kindField(kind)} value="1" />
          ))}
          {(plan.opening?.entriesThere ?? 0) > 0 && <AddToEntries ctx={ctx} isChosen={fields.addToEntries === '1'} />}
          <Conflicts ctx={ctx} plan={plan} chosen={fields} forAll={fields.forAll as Choice | undefined} />
          <p className="actions">
            <SubmitButton working={t.common.working}>{t.bringAlong.submit}</SubmitButton>
          </p>
        </PostForm>
      )}
    </Panel>
  );
};

const Kept = ({ name, value }: { name: string; value: string }) => <input type="hidden" name={name} value={value} />;

const Opening = ({
  ctx,
  opening,
}: {
  ctx: BusinessPageContext;
  opening: NonNullable<BringAlongPreview['opening']>;
}) => {
  const { t, f } = words(ctx);
  const { lines, date, debit, entriesThere } = opening;
  const kind = lookUp(t.bringAlong.kinds, OPENING_BALANCES)!;
  return (
    <>
      <h3>{kind.label}</h3>
      <p>{lines === 0 ? t.bringAlong.noOpening : t.bringAlong.opening(lines, f.day(date), f.amount(debit))}</p>
      {entriesThere > 0 && (
        <Notice kind="warning">
          <p>{t.bringAlong.entriesThere(entriesThere)}</p>
        </Notice>
      )}
    </>
  );
};

const AddToEntries = ({ ctx, isChosen }: { ctx: BusinessPageContext; isChosen: boolean }) => (
  <label className="radio">
    <input type="checkbox" name="addToEntries" value="1" defaultChecked={isChosen} required />
    <span>{words(ctx).t.bringAlong.addToEntries}</span>
  </label>
);

export const bringAlongPage = (ctx: BusinessPageContext, view: BringAlongPageView): string => {
  const { t } = words(ctx);
  const title = view.problem === undefined ? t.bringAlong.title : `${t.common.errorPrefix} ${t.bringAlong.title}`;
  return renderPage(ctx, title, <BringAlongPage ctx={ctx} view={view} />);
};
