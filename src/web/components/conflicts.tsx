import type { Conflict } from '../../books/bring-along/bring-along.js';
import { CHOICES, type Choice } from '../../books/bring-along/choices.js';
import type { BringAlongPreview } from '../../resets/bring-along/bring-alongs.service.js';
import { RadioField } from '../../ui/components/forms.js';
import { UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { choiceField, type BringAlongFields } from '../bring-along-form.js';
import { words } from '../words.js';

/** What both books hold with other content: what is to stand, for all of it, and one by one where that differs. */
export const Conflicts = ({
  ctx,
  plan,
  chosen,
  forAll,
}: {
  ctx: BusinessPageContext;
  plan: BringAlongPreview;
  chosen: BringAlongFields;
  forAll: Choice | undefined;
}) => {
  const { t } = words(ctx);
  const count = plan.tables.reduce((sum, { conflicts }) => sum + conflicts, 0);
  if (count === 0) return null;
  const shown = plan.conflicts.length;
  return (
    <>
      <h3>{t.bringAlong.conflictsTitle(count)}</h3>
      <p>{t.bringAlong.conflictsText}</p>
      <RadioField
        ctx={ctx}
        name="forAll"
        label={count > 1 ? t.bringAlong.forOthers : t.bringAlong.forAll}
        value={forAll ?? 'open'}
        options={CHOICES.filter(
          (choice) => choice !== 'both' || plan.conflicts.some(({ mayHaveBoth }) => mayHaveBoth),
        ).map((choice) => ({ value: choice, label: t.bringAlong.choices[choice] }))}
      />
      {count > 1 && (
        <ul className="plain conflicts">
          {plan.conflicts.map((conflict) => (
            <li key={`${conflict.table}.${conflict.id}`}>
              <OneConflict ctx={ctx} conflict={conflict} chosen={chosen[choiceField(conflict)]} />
            </li>
          ))}
        </ul>
      )}
      {count === 1 && <Differences ctx={ctx} conflict={plan.conflicts[0]!} />}
      {count > shown && <p className="hint">{t.bringAlong.shown(shown, count)}</p>}
    </>
  );
};

const OneConflict = ({
  ctx,
  conflict,
  chosen,
}: {
  ctx: BusinessPageContext;
  conflict: Conflict;
  chosen: string | undefined;
}) => {
  const { t } = words(ctx);
  const name = choiceField(conflict);
  const choices = CHOICES.filter((choice) => choice !== 'both' || conflict.mayHaveBoth);
  return (
    <div className="conflict">
      <label htmlFor={name}>
        <UserText>{conflict.name}</UserText>
      </label>
      <Differences ctx={ctx} conflict={conflict} />
      <select id={name} name={name} defaultValue={chosen ?? ''}>
        <option value="">{t.bringAlong.asForAll}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {t.bringAlong.choices[choice]}
          </option>
        ))}
      </select>
    </div>
  );
};

const Differences = ({ ctx, conflict }: { ctx: BusinessPageContext; conflict: Conflict }) => {
  const { t } = words(ctx);
  const said = (text: string | null) =>
    text === null || text === '' ? <span className="quiet">{t.bringAlong.empty}</span> : <UserText>{text}</UserText>;
  return (
    <dl className="facts">
      {conflict.differs.map(({ column, open, snapshot }) => (
        <div key={column}>
          <dt>{lookUp(t.bringAlong.columns, column) ?? column}</dt>
          <dd>
            {t.bringAlong.open}: {said(open)} · {t.bringAlong.snapshot}: {said(snapshot)}
          </dd>
        </div>
      ))}
    </dl>
  );
};
