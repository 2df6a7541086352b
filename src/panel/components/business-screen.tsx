import { Link, useSearchParams } from 'react-router-dom';
import { Facts } from '../../ui/components/panel.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import type { BusinessPart, BusinessView } from '../views.js';
import { Feeds, Members, Snapshots, Switches } from './business-tables.js';
import { ctx, locale, t } from './locale.js';
import { BusinessPayments } from './payments.js';
import { Preconditions } from './preconditions.js';
import { Screen, useTitle } from './screen.js';
import { HelpTheOwner } from './support-links.js';
import { Timeline } from './timeline.js';
import { useAnswer } from './use-answer.js';

/** Everything about one business, a part at a time; each part has its address. */
export const BusinessScreen = () => {
  const [query] = useSearchParams();
  const params = {
    id: query.get('id') ?? '',
    tab: query.get('tab') ?? undefined,
    after: query.get('after') ?? undefined,
  };
  const answer = useAnswer<BusinessView>(
    query.toString(),
    (api) => api.getPage({ pageName: 'business', params: { ...params, locale } }),
    params.id,
  );
  const name = answer.view?.business.name;
  const part = answer.view && t.business.tabs[answer.view.tab];
  useTitle([part, name].filter(Boolean).join(' – ') || t.nav.businesses);
  return (
    <Screen title={name === undefined ? t.nav.businesses : <UserText>{name}</UserText>} answer={answer}>
      {(view) => (
        <>
          <Head business={view.business} />
          <Tabs view={view} />
          <section className="panel" aria-labelledby="part">
            <h2 id="part">{t.business.tabs[view.tab]}</h2>
            <Part part={view.part} view={view} />
          </section>
        </>
      )}
    </Screen>
  );
};

const Head = ({ business }: { business: BusinessView['business'] }) => (
  <Facts
    facts={[
      [t.columns.edition, words(ctx).t.editions[business.edition]],
      [t.columns.originalOwner, <UserText key="owner">{business.originalOwner}</UserText>],
      [t.columns.signedUp, <Instant key="since" ctx={ctx} at={business.signedUpAt} />],
      [
        t.business.plan,
        business.plan === 'trial' ? (
          <Template
            key="plan"
            text={t.business.plans.trial}
            values={{ at: <Instant ctx={ctx} at={business.trialEndsAt} /> }}
          />
        ) : (
          business.plan
        ),
      ],
      [t.business.id, <code key="id">{business.id}</code>],
    ]}
  />
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

const Part = ({ part, view }: { part: BusinessPart; view: BusinessView }) => {
  switch (part.kind) {
    case 'overview':
      return (
        <>
          <Preconditions reset={part.reset} restore={part.restore} />
          <HelpTheOwner view={view} />
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
    case 'timeline':
      return <Timeline businessId={view.business.id} events={part.events} next={part.next} />;
  }
};
