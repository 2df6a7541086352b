import { Icon } from '../../../ui/components/icon.js';
import { Rich, Said, When } from '../../../ui/components/text.js';
import { formatsFor } from '../../../ui/format.js';
import type { Standing as StandingView } from '../../explorer/explorer-views.js';
import { ctx, t } from '../locale.js';
import { utc } from './event-words.js';

const ICONS = { verified: 'check', incomplete: 'info', 'not-yet': 'info', broken: 'warning' } as const;
const { number } = formatsFor(ctx);

/** How far the log is known to be whole: in words first, then in colour. */
export const Standing = ({ standing }: { standing: StandingView }) => {
  const { state, entries, verified, fault, witness, remarks } = standing;
  const texts = t.explorer.standing;
  return (
    <section className={`notice standing standing-${state}`} aria-labelledby="standing">
      <Icon name={ICONS[state]} />
      <div className="notice-body">
        <h2 id="standing" className="notice-title">
          {texts[state]}
        </h2>
        {fault && <Fault fault={fault} />}
        {verified ? (
          <p>
            <Rich
              text={texts.verifiedUpTo}
              values={{
                n: number(verified.entries),
                entries: number(entries),
                at: <When ctx={utc} at={verified.at} />,
              }}
            />
          </p>
        ) : (
          !fault && (
            <p>
              <Rich text={texts.notYetText} values={{ entries: number(entries) }} />
            </p>
          )
        )}
        {witness && (
          <p>
            <Rich
              text={texts.witness}
              values={{
                name: <Said>{witness.name}</Said>,
                n: number(witness.size),
                at: <When ctx={utc} at={witness.at} />,
              }}
            />
          </p>
        )}
        {remarks.map((remark) => (
          <p key={remark}>{texts.remarks[remark]}</p>
        ))}
      </div>
    </section>
  );
};

const Fault = ({ fault: { why, entry } }: { fault: NonNullable<StandingView['fault']> }) => {
  const texts = t.explorer.standing;
  return (
    <>
      <p>
        {entry !== null && <strong>{texts.brokenAt.replace('{n}', number(entry))} </strong>}
        {texts.brokenSays} <code lang="en">{why}</code>
      </p>
      <p>{texts.brokenNext}</p>
    </>
  );
};
