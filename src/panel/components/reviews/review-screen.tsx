import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { PostButton } from '../../../ui/components/buttons.js';
import { Icon } from '../../../ui/components/icon.js';
import { Notice } from '../../../ui/components/notices.js';
import { Panel } from '../../../ui/components/panel.js';
import { PrintedRows } from '../../../ui/components/printed-sheet.js';
import { panelPaths } from '../../panel-paths.js';
import { ReportWords } from '../../reviews/report-in-words.js';
import type { ReviewView } from '../../reviews/review-views.js';
import { locale, t } from '../locale.js';
import { Screen, useTitle } from '../screen.js';
import { useAnswer } from '../use-answer.js';
import { Focused } from '../why-form.js';
import { Exceptions, Totals } from './counts.js';
import { ExceptionItems, SampleItems } from './items.js';
import { Population } from './population.js';
import { periodWords, Scope } from './review-words.js';
import type { News, StepProps } from './steps.js';
import { Deciding, Standing, Submitting } from './standing.js';

/** One review: exceptions first, then how one sees that nothing is missing, then the sample, then everything. */
export const ReviewScreen = () => {
  const [query] = useSearchParams();
  const [id, page] = [query.get('id') ?? '', query.get('page') ?? undefined];
  const [version, setVersion] = useState(0);
  const [news, setNews] = useState<News>();
  const answer = useAnswer<ReviewView>(
    `${id} ${page} ${version}`,
    (api) => api.getPage({ pageName: 'review', params: { id, page } }),
    id,
  );
  const { title } = t.reviews.one;
  const { view } = answer;
  useTitle(view ? `${title} ${periodWords(view.review)}` : title);
  const onNews = (just: News) => {
    setNews(just);
    setVersion(version + 1);
  };
  return (
    <Screen
      title={title}
      lead={
        view && (
          <p className="lead">
            {periodWords(view.review)} · <Scope review={view.review} />
          </p>
        )
      }
      answer={answer}
    >
      {(shown) => <Body view={shown} news={news} onNews={onNews} />}
    </Screen>
  );
};

const Body = ({ view, news, onNews }: StepProps & { news: News | undefined }) => {
  const words = new ReportWords(view, locale);
  const { review } = view;
  const isWorkable = review.isOwn && (review.state === 'draft' || review.state === 'returned');
  const step = { view, onNews };
  return (
    <div className="review">
      <Take id={review.id} />
      {news !== undefined && news !== 'note' && <Said key={`${news} ${review.version}`} news={news} />}
      <Standing view={view} />
      <Panel id="exceptions" title={t.reviews.report.exceptions}>
        <Exceptions counts={view.exceptions} />
        <ExceptionItems {...step} isWorkable={isWorkable} />
      </Panel>
      <Panel id="totals" title={t.reviews.report.totals}>
        <Totals totals={view.totals} />
      </Panel>
      <Panel id="completeness" title={t.reviews.report.completeness}>
        <Worded section={words.completeness()} />
      </Panel>
      <Panel id="sample" title={t.reviews.report.sample}>
        <Worded section={words.draw()} />
        <SampleItems {...step} isWorkable={isWorkable} />
      </Panel>
      {isWorkable && <Submitting {...step} />}
      {review.state === 'submitted' && !review.isOwn && <Deciding {...step} />}
      <Population view={view} />
      <Panel id="made" title={t.reviews.report.made}>
        <Worded section={{ ...words.made(), note: t.reviews.report.belongs }} />
        <h3>{t.reviews.report.seeYourself}</h3>
        <p>{t.reviews.report.seeYourselfText}</p>
      </Panel>
      <p className="printed-foot">{t.reviews.report.foot(review.id, view.made.at)}</p>
    </div>
  );
};

const Worded = ({ section }: { section: ReturnType<ReportWords['made']> }) => (
  <div className="printed-rows">
    <PrintedRows {...section} />
  </div>
);

const Said = ({ news }: { news: News }) => (
  <Focused>
    <Notice kind={news === 'stale' ? 'warning' : 'success'} role="status">
      <p>{news === 'stale' ? t.reviews.one.stale : t.reviews.one.done[news]}</p>
    </Notice>
  </Focused>
);

const Take = ({ id }: { id: string }) => {
  const texts = t.reviews.one;
  return (
    <div className="no-print take">
      <div className="actions">
        <button type="button" className="button button-secondary" onClick={() => print()}>
          <Icon name="print" />
          <span>{texts.print}</span>
        </button>
        <Download id={id} format="pdf" text={texts.pdf} />
        <Download id={id} format="csv" text={texts.csv} />
        <Download id={id} format="bundle" text={texts.bundle} />
      </div>
      <p className="hint">{texts.recorded}</p>
      <p>
        <Link to={panelPaths.page('reviews')}>{texts.back}</Link>
      </p>
    </div>
  );
};

/** A form of the page itself: the browser takes the answer as a file, and stays. */
const Download = ({ id, format, text }: { id: string; format: string; text: string }) => (
  <PostButton action={panelPaths.reviewFiles} fields={{ review: id, format, locale }} icon="download">
    {text}
  </PostButton>
);
