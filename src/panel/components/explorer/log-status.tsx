import { Icon } from '../../../ui/components/icon.js';
import { Template, UserText, Instant } from '../../../ui/components/text.js';
import { formatsFor } from '../../../ui/format.js';
import type { LogStatusView } from '../../explorer/explorer-views.js';
import { ctx, t } from '../locale.js';
import { utc } from './event-words.js';

const ICONS = { verified: 'check', incomplete: 'info', 'not-yet': 'info', broken: 'warning' } as const;
const { number } = formatsFor(ctx);

/** How far the log is known to be whole: in words first, then in colour. */
export const LogStatusNotice = ({ status }: { status: LogStatusView }) => {
  const { state, entries, verified, fault, witness, remarks } = status;
  const texts = t.explorer.status;
  return (
    <section className={`notice log-status log-status-${state}`} aria-labelledby="status">
      <Icon name={ICONS[state]} />
      <div className="notice-body">
        <h2 id="status" className="notice-title">
          {texts[state]}
        </h2>
        {fault && <Fault fault={fault} />}
        {verified ? (
          <p>
            <Template
              text={texts.verifiedUpTo}
              values={{
                n: number(verified.entries),
                entries: number(entries),
                at: <Instant ctx={utc} at={verified.at} />,
              }}
            />
          </p>
        ) : (
          !fault && (
            <p>
              <Template text={texts.notYetText} values={{ entries: number(entries) }} />
            </p>
          )
        )}
        {witness && (
          <p>
            <Template
              text={texts.witness}
              values={{
                name: <UserText>{witness.name}</UserText>,
                n: number(witness.size),
                at: <Instant ctx={utc} at={witness.at} />,
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

const Fault = ({ fault: { why, entry } }: { fault: NonNullable<LogStatusView['fault']> }) => {
  const texts = t.explorer.status;
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
