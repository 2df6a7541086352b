import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { Day, Template, UserText } from '../../ui/components/text.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import type { BusinessPart, BusinessView } from '../views.js';
import { Feeds, Members, Snapshots, Switches } from './business-tables.js';
import { ctx, locale, t } from './locale.js';
import { OwnerPage } from './owner-page.js';
import { BusinessPayments } from './payments.js';
import { Preconditions } from './preconditions.js';
import { Screen, useTitle } from './screen.js';
import { Notes } from './notes.js';
import { ShortId } from './short-id.js';
import { ActionSide, SituationStrip, useIsActing } from './situation.js';
import { Timeline } from './timeline.js';
import { useAnswer } from './use-answer.js';

/** Everything about one business, a part at a time; each part has its address. */
export const BusinessScreen = () => {
  const [query] = useSearchParams();
  const params = {
    id: query.get('id') ?? '',
    tab: query.get('tab') ?? undefined,
    after: query.get('after') ?? undefined,
    only: query.get('only') ?? undefined,
  };
  const [version, setVersion] = useState(0);
  const onDone = () => setVersion(version + 1);
  const isActing = useIsActing();
  const answer = useAnswer<BusinessView>(
    `${query.toString()} ${version}`,
    (api) => api.getPage({ pageName: 'business', params: { ...params, locale } }),
    params.id,
  );
  const name = answer.view?.business.name;
  const part = answer.view && t.business.tabs[answer.view.tab];
  useTitle([part, name].filter(Boolean).join(' – ') || t.nav.businesses);
  return (
    <Screen
      title={name === undefined ? t.nav.businesses : <UserText>{name}</UserText>}
      lead={
        answer.view && (
          <>
            <Head business={answer.view.business} />
            <Tabs view={answer.view} />
          </>
        )
      }
      answer={answer}
    >
      {(view) => (
        <div className={isActing ? 'beside with-side' : 'beside'}>
          <div className="grid-main">
            <SituationStrip view={view} />
            <section aria-labelledby="part">
              <h2 id="part" className="visually-hidden">
                {t.business.tabs[view.tab]}
              </h2>
              <Part part={view.part} view={view} onDone={onDone} />
            </section>
          </div>
          <ActionSide view={view} onDone={onDone} />
        </div>
      )}
    </Screen>
  );
};

/** Who and what it is, in one line. */
const Head = ({ business }: { business: BusinessView['business'] }) => (
  <dl className="facts-line">
    <div>
      <dt>{t.columns.originalOwner}</dt>
      <dd>
        <UserText>{business.originalOwner}</UserText>
      </dd>
    </div>
    <div>
      <dt>{t.columns.edition}</dt>
      <dd>{words(ctx).t.editions[business.edition]}</dd>
    </div>
    <div>
      <dt>{t.columns.signedUp}</dt>
      <dd>
        <Day ctx={ctx} on={business.signedUpAt} />
      </dd>
    </div>
    <div>
      <dt>{t.business.plan}</dt>
      <dd>
        {business.plan === 'trial' ? (
          <Template text={t.business.plans.trial} values={{ at: <Day ctx={ctx} on={business.trialEndsAt} /> }} />
        ) : (
          business.plan
        )}
      </dd>
    </div>
    <div>
      <dt>{t.business.id}</dt>
      <dd>
        <ShortId id={business.id} />
      </dd>
    </div>
  </dl>
);

/** Links, not a tab widget: each part is a page with its own address. */
const Tabs = ({ view }: { view: BusinessView }) => (
  <nav className="part-tabs" aria-label={t.business.parts}>
    <ul>
      {view.tabs.map((tab) => (
        <li key={tab}>
          <Link to={panelPaths.business(view.business.id, tab)} aria-current={tab === view.tab ? 'page' : undefined}>
            {t.business.tabs[tab]}
          </Link>
        </li>
      ))}
    </ul>
  </nav>
);

const Part = ({ part, view, onDone }: { part: BusinessPart; view: BusinessView; onDone: () => void }) => {
  switch (part.kind) {
    case 'overview':
      return (
        <>
          <Preconditions situation={view.situation} />
          <OwnerPage situation={view.situation} />
        </>
      );
    case 'members':
      return <Members members={part.members} view={view} />;
    case 'bank-feeds':
      return part.feeds.length === 0 ? <p>{t.business.noFeeds}</p> : <Feeds feeds={part.feeds} view={view} />;
    case 'payments':
      return <BusinessPayments businessId={view.business.id} payments={part.payments} next={part.next} />;
    case 'snapshots':
      return <Snapshots part={part} view={view} />;
    case 'switches':
      return <Switches switches={part.switches} view={view} />;
    case 'notes':
      return <Notes view={view} notes={part.notes} onDone={onDone} />;
    case 'timeline':
      return <Timeline businessId={view.business.id} only={part.only} events={part.events} next={part.next} />;
  }
};
