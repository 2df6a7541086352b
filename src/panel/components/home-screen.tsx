import { Link } from 'react-router-dom';
import { Icon } from '../../ui/components/icon.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { Notice } from '../../ui/components/notices.js';
import { Instant, Template } from '../../ui/components/text.js';
import { formatsFor } from '../../ui/format.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import type { HomeCount, HomeView } from '../views.js';
import { ctx, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { SearchBox } from './search-screen.js';
import { canSearch } from './state.js';
import { SwitchChart } from './switch-chart.js';
import { useAnswer } from './use-answer.js';

/** Search first, then what is true now: what waits for somebody, and whether the log can be relied on. */
export const HomeScreen = () => {
  const answer = useAnswer<HomeView>('home', (api) => api.getDashboard());
  useTitle(t.home.title);
  return (
    <Screen title={t.home.title} answer={answer} lead={canSearch && <SearchPanel />}>
      {(view) => (
        <>
          <Waiting counts={view.counts} />
          {view.switches && <SwitchChart days={view.switches} />}
          <Log log={view.log} />
        </>
      )}
    </Screen>
  );
};

const SearchPanel = () => (
  <Panel id="search" title={t.home.search}>
    <SearchBox place="page" />
  </Panel>
);

const Waiting = ({ counts }: { counts: readonly HomeCount[] }) => (
  <Panel id="waits" title={t.operators.waiting.title} look="plain">
    <ul className="tiles tiles-links">
      {counts.map((count) => (
        <li key={count.name}>
          <Tile {...count} />
        </li>
      ))}
    </ul>
  </Panel>
);

/** A link to its list. What is zero is quiet; what waits says so in a word. */
const Tile = ({ name, kind, href, count, isCapped }: HomeCount) => {
  const waits = kind === 'waits' && count > 0;
  const look = waits ? 'tile-waits' : count === 0 ? 'tile-quiet' : '';
  return (
    <Link to={href} className={`tile ${look}`}>
      <span className="tile-count">{isCapped ? t.upTo(count) : formatsFor(ctx).number(count)}</span>
      <span className="tile-name">{t.operators.waiting.lists[name]}</span>
      {waits && (
        <span className="tile-word">
          <Icon name="warning" />
          {t.operators.waiting.see}
        </span>
      )}
    </Link>
  );
};

const Log = ({ log }: { log: HomeView['log'] }) => (
  <Panel id="log" title={t.home.log}>
    <Notice kind={log.isUp ? 'success' : 'error'}>
      <p>{log.isUp ? t.home.logUp : t.home.logDown}</p>
      {log.isLate && <p>{t.home.logLate}</p>}
    </Notice>
    <Facts
      facts={[
        [t.home.entries, formatsFor(ctx).number(log.entries)],
        [t.home.checkpoint, <Maybe key="checkpoint" at={log.lastCheckpointAt} />],
        log.since !== null && [t.home.since, <Instant key="since" ctx={ctx} at={log.since} />],
        [t.home.witness, <WitnessWords key="witness" log={log} />],
        [
          t.home.selfCheck,
          <span key="check">
            {t.home.selfChecks[log.selfCheck]} {log.lastSelfCheckAt && <Instant ctx={ctx} at={log.lastSelfCheckAt} />}
          </span>,
        ],
      ]}
    />
  </Panel>
);

const WitnessWords = ({ log: { witness, witnesses } }: { log: HomeView['log'] }) => {
  const word = lookUp(t.home.witnesses, witness) ?? witness;
  if (witnesses.all <= 1) return <>{word}</>;
  const { number } = formatsFor(ctx);
  const { agreeing, all, needed } = witnesses;
  return (
    <Template
      text={t.home.ofSeveral}
      values={{ word, agreeing: number(agreeing), all: number(all), needed: number(needed) }}
    />
  );
};

const Maybe = ({ at }: { at: string | null }) => (at === null ? <>{t.home.never}</> : <Instant ctx={ctx} at={at} />);
