import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { AccessReviewHead, AccessReviews } from '../../../review/access-reviews/access-reviews.service.js';
import { DataTable } from '../../../ui/components/data-table.js';
import { Notice } from '../../../ui/components/notices.js';
import { Panel } from '../../../ui/components/panel.js';
import { Instant, Template, UserText } from '../../../ui/components/text.js';
import { panelPaths } from '../../panel-paths.js';
import { ctx, t } from '../locale.js';
import { postCommand } from '../post-command.js';
import { Screen, useTitle } from '../screen.js';
import { problemOf, useAnswer } from '../use-answer.js';
import { Faults } from '../why-form.js';

type View = Awaited<ReturnType<AccessReviews['list']>>;

/** The reviews of who has which role, and whether the quarter's is due. */
export const AccessReviewsScreen = () => {
  const texts = t.operators.accessReview;
  const answer = useAnswer<View>('access-reviews', (api) => api.getPage({ pageName: 'access-reviews' }));
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string>();
  useTitle(texts.title);
  const open = () =>
    postCommand<{ reviewId: string }>('access-reviews', 'open', {}).then(
      ({ reviewId }) => navigate(panelPaths.page('access-review', { id: reviewId })),
      (error: unknown) => setProblem(problemOf(error)),
    );
  return (
    <Screen title={texts.title} answer={answer} lead={<p className="lead">{texts.lead}</p>}>
      {({ reviews, quarter, isDue }) => (
        <>
          {problem !== undefined && <Faults code={problem} />}
          <Notice kind={isDue ? 'warning' : 'success'}>
            <p>{isDue ? texts.due(quarter) : texts.isDone(quarter)}</p>
          </Notice>
          <p className="actions">
            <button type="button" className="button button-primary" onClick={() => void open()}>
              {texts.open}
            </button>
          </p>
          <Panel id="reviews" title={texts.title}>
            {reviews.length === 0 ? <p>{texts.none}</p> : <List rows={reviews} />}
          </Panel>
        </>
      )}
    </Screen>
  );
};

const ByAt = ({ who, at }: { who: string; at: string }) => (
  <Template
    text={t.operators.accessReview.by}
    values={{ who: <UserText>{who}</UserText>, at: <Instant ctx={ctx} at={at} /> }}
  />
);

const List = ({ rows }: { rows: readonly AccessReviewHead[] }) => {
  const texts = t.operators.accessReview;
  return (
    <DataTable
      cards
      caption={texts.title}
      captionHidden
      rows={[...rows]}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'quarter',
          header: texts.quarter,
          names: true,
          phone: 'main',
          cell: ({ id, quarter }) => <Link to={panelPaths.page('access-review', { id })}>{quarter}</Link>,
        },
        { key: 'state', header: texts.state, cell: ({ state }) => texts.states[state] },
        { key: 'opened', header: texts.opened, cell: (row) => <ByAt who={row.openedBy} at={row.openedAt} /> },
        {
          key: 'signed',
          header: texts.signed,
          cell: ({ signedBy, signedAt }) => (signedAt ? <ByAt who={signedBy ?? ''} at={signedAt} /> : '–'),
        },
      ]}
    />
  );
};
