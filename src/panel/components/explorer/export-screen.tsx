import { Link, useSearchParams } from 'react-router-dom';
import { SubmitButton } from '../../../ui/components/buttons.js';
import { Notice } from '../../../ui/components/notices.js';
import { Facts, Panel } from '../../../ui/components/panel.js';
import { PostForm } from '../../../ui/components/post-form.js';
import { Template, UserText, Instant } from '../../../ui/components/text.js';
import { formatsFor } from '../../../ui/format.js';
import { lookUp } from '../../../ui/texts/bilingual.js';
import { DOWNLOADS, type Download, type ExportView } from '../../explorer/explorer-views.js';
import { panelPaths } from '../../panel-paths.js';
import { ctx, t } from '../locale.js';
import { Screen, useTitle } from '../screen.js';
import { useAnswer } from '../use-answer.js';
import { eventWords } from './event-words.js';
import { FIELDS, filterOf } from './filter.js';

/** What would leave, before it does: how many, by which filter, up to which signature. */
export const ExportScreen = () => {
  const filter = filterOf(useSearchParams()[0]);
  const answer = useAnswer<ExportView>(filter.toString(), (api) => api.getPage({ pageName: 'export', params: filter }));
  const texts = t.explorer.export;
  useTitle(texts.title);
  const back = `${panelPaths.page('events')}?${filter.toString()}`;
  if (answer.problem === 'VALIDATION') {
    return (
      <>
        <h1>{texts.title}</h1>
        <Notice kind="error" role="alert">
          <p>{t.explorer.filter.wrong}</p>
          <p>
            <Link to={back}>{texts.back}</Link>
          </p>
        </Notice>
      </>
    );
  }
  return (
    <Screen title={texts.title} answer={answer}>
      {(view) => (
        <Panel id="export" title={texts.count(view.entries)}>
          <p>
            <Template
              text={texts.of}
              values={{ size: formatsFor(ctx).number(view.size), at: <Instant ctx={ctx} at={view.signedAt} /> }}
            />{' '}
            {view.isWitnessed ? texts.witnessed : texts.unwitnessed}
          </p>
          <h3>{texts.filter}</h3>
          <FilterFacts filter={filter} />
          <Notice kind="info">
            <p>{texts.recorded}</p>
          </Notice>
          <ul className="downloads">
            {DOWNLOADS.map((format) => (
              <li key={format}>
                <DownloadForm format={format} filter={filter} size={view.size} />
              </li>
            ))}
          </ul>
          <p>
            <Link to={back}>{texts.back}</Link>
          </p>
        </Panel>
      )}
    </Screen>
  );
};

const FilterFacts = ({ filter }: { filter: URLSearchParams }) => {
  const texts = t.explorer.filter;
  const names = { ...texts, type: texts.types };
  const shown = (name: string, value: string) =>
    (name === 'type' && lookUp(eventWords, value)) ||
    (name === 'outcome' && lookUp(t.explorer.outcomes, value)) ||
    value;
  const given = FIELDS.filter((name) => filter.has(name));
  if (given.length === 0) return <p>{t.explorer.export.noFilter}</p>;
  return (
    <Facts
      facts={given.map((name) => [
        names[name],
        <UserText key={name}>{formatsFor(ctx).list(filter.getAll(name).map((value) => shown(name, value)))}</UserText>,
      ])}
    />
  );
};

/** A form of the page itself: the browser takes the answer as a file, and stays. */
const DownloadForm = ({ format, filter, size }: { format: Download; filter: URLSearchParams; size: number }) => (
  <PostForm action={panelPaths.exports}>
    <input type="hidden" name="format" value={format} />
    <input type="hidden" name="size" value={size} />
    {[...filter].map(([name, value], index) => (
      <input key={index} type="hidden" name={name} value={value} />
    ))}
    <SubmitButton look="secondary" icon="download">
      {t.explorer.export.formats[format]}
    </SubmitButton>
    <p className="hint">{t.explorer.export.hints[format]}</p>
  </PostForm>
);
