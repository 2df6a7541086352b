import { DataTable } from '../../../ui/components/data-table.js';
import { Panel } from '../../../ui/components/panel.js';
import { Instant, Template, UserText } from '../../../ui/components/text.js';
import { formatsFor } from '../../../ui/format.js';
import type { LogStatusView, WitnessView } from '../../explorer/explorer-views.js';
import { ctx, t } from '../locale.js';

const { number } = formatsFor(ctx);

/** Each witness with what it cosigned last and how it stands, and whether they make a quorum. */
export const Witnesses = ({ status: { witnesses, quorum } }: { status: LogStatusView }) => {
  const texts = t.explorer.logPage;
  return (
    <Panel id="witnesses" title={texts.witnesses}>
      <p className="quiet">{texts.witnessesText}</p>
      {witnesses.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <>
          <p>
            <Template
              text={quorum.isMet ? texts.quorumMet : texts.quorumMissed}
              values={{
                agreeing: number(quorum.agreeing),
                all: number(witnesses.length),
                needed: number(quorum.needed),
              }}
            />
          </p>
          <DataTable<WitnessView>
            cards
            captionHidden
            caption={texts.witnesses}
            rows={[...witnesses]}
            rowKey={({ name }) => name}
            columns={[
              {
                key: 'name',
                header: texts.name,
                names: true,
                phone: 'main',
                cell: ({ name }) => <UserText>{name}</UserText>,
              },
              { key: 'state', header: texts.state, cell: (witness) => <State witness={witness} /> },
              { key: 'last', header: texts.last, cell: (witness) => <Last witness={witness} /> },
              { key: 'key', header: texts.key, cell: ({ key }) => key !== null && <code>{key}</code> },
            ]}
          />
        </>
      )}
    </Panel>
  );
};

const State = ({ witness: { state, since, says } }: { witness: WitnessView }) => (
  <span>
    <Template text={t.explorer.logPage.states[state]} values={{ since: <Instant ctx={ctx} at={since} /> }} />
    {says !== null && (
      <>
        {' '}
        <code lang="en">{says}</code>
      </>
    )}
  </span>
);

const Last = ({ witness: { last } }: { witness: WitnessView }) => {
  const texts = t.explorer.logPage;
  if (last === null) return <>{texts.never}</>;
  return (
    <span>
      <Template text={texts.lastAt} values={{ n: number(last.entries), at: <Instant ctx={ctx} at={last.at} /> }} />
    </span>
  );
};
