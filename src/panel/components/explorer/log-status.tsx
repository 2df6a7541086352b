import { Link } from 'react-router-dom';
import { Icon } from '../../../ui/components/icon.js';
import { Template, UserText, Instant } from '../../../ui/components/text.js';
import { formatsFor } from '../../../ui/format.js';
import { lookUp } from '../../../ui/texts/bilingual.js';
import type { FaultView, LogStatusView } from '../../explorer/explorer-views.js';
import { panelPaths } from '../../panel-paths.js';
import { ctx, t } from '../locale.js';

const ICONS = { verified: 'check', incomplete: 'info', 'not-yet': 'info', broken: 'warning' } as const;
const { number } = formatsFor(ctx);

/** The same in a word, where there is room for no more. */
export const StateInShort = ({ status: { state } }: { status: LogStatusView }) => (
  <span className={`state-in-short log-status-${state}`}>
    <Icon name={ICONS[state]} />
    <span>{t.explorer.status[state]}</span>
  </span>
);

/** How far the log is known to be whole: in words first, then in colour. */
export const LogStatusNotice = ({ status, isOnItsPage }: { status: LogStatusView; isOnItsPage?: boolean }) => {
  const { state, entries, verified, fault, witness, witnesses, quorum, remarks } = status;
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
                at: <Instant ctx={ctx} at={verified.at} />,
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
                at: <Instant ctx={ctx} at={witness.at} />,
              }}
            />
          </p>
        )}
        {witnesses.length > 1 && (
          <p>
            <Template
              text={texts.quorum}
              values={{
                agreeing: number(quorum.agreeing),
                all: number(witnesses.length),
                needed: number(quorum.needed),
              }}
            />
          </p>
        )}
        {remarks.map((remark) => (
          <p key={remark}>{texts.remarks[remark]}</p>
        ))}
        {!isOnItsPage && (
          <p>
            <Link to={panelPaths.page('log')}>{texts.more}</Link>
          </p>
        )}
      </div>
    </section>
  );
};

const Fault = ({ fault }: { fault: FaultView }) => {
  const texts = t.explorer.status;
  return (
    <>
      <p>
        {fault.entry !== null && <strong>{texts.brokenAt.replace('{n}', number(fault.entry))} </strong>}
        {fault.isOfWitness ? texts.witnessSays : texts.brokenSays} <FaultWords fault={fault} />
      </p>
      <p>{texts.brokenNext}</p>
    </>
  );
};

/** In the reader's language where the fault has a code; else in the words in which it was said. */
export const FaultWords = ({ fault: { code, facts, why } }: { fault: FaultView }) => {
  const text = code === null ? undefined : lookUp(t.explorer.faults, code);
  if (text === undefined) return <code lang="en">{why}</code>;
  const values = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, <UserText key={name}>{fact}</UserText>]),
  );
  return <Template text={text} values={values} />;
};
