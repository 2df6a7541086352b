import { useState, type FormEvent } from 'react';
import { Link } from 'react-router-dom';
import { SubmitButton } from '../../../ui/components/buttons.js';
import { TextField } from '../../../ui/components/forms.js';
import { Notice } from '../../../ui/components/notices.js';
import { Hidden, Template, UserText } from '../../../ui/components/text.js';
import { lookUp } from '../../../ui/texts/bilingual.js';
import type { SavedViewRow } from '../../explorer/explorer-views.js';
import { panelPaths } from '../../panel-paths.js';
import { Fold } from '../fold.js';
import { ctx, t } from '../locale.js';
import { postCommand } from '../post-command.js';
import { problemOf } from '../use-answer.js';
import { Faults, Focused } from '../why-form.js';

interface SavedViewsProps {
  saved: readonly SavedViewRow[];
  /** The filter that would be saved, as an address. */
  query: string;
  onChange: () => void;
}

export const SavedViews = ({ saved, query, onChange }: SavedViewsProps) => {
  const texts = t.explorer.saved;
  const [wasGone, setWasGone] = useState(false);
  const changed = (isGone: boolean) => {
    setWasGone(isGone);
    onChange();
  };
  return (
    <Fold id="saved" title={saved.length === 0 ? texts.title : `${texts.title} (${saved.length})`} mustOpen={wasGone}>
      {wasGone && (
        <Focused>
          <Notice kind="info" role="status">
            <p>{texts.goneAlready}</p>
          </Notice>
        </Focused>
      )}
      {saved.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <ul className="saved-views">
          {saved.map((view) => (
            <SavedView key={view.id} view={view} onRemoved={changed} />
          ))}
        </ul>
      )}
      {query !== '' && <SaveForm key={query} query={query} onSaved={() => changed(false)} />}
    </Fold>
  );
};

interface SavedViewProps {
  view: SavedViewRow;
  onRemoved: (wasGone: boolean) => void;
}

const SavedView = ({ view, onRemoved }: SavedViewProps) => {
  const texts = t.explorer.saved;
  const [problem, setProblem] = useState<string>();
  const remove = () => {
    postCommand('events', 'delete-view', { id: view.id }).then(
      () => onRemoved(false),
      (error: unknown) => {
        const code = problemOf(error);
        if (code === 'NOT_FOUND') onRemoved(true);
        else setProblem(code);
      },
    );
  };
  return (
    <li>
      <Link to={`${panelPaths.page('events')}?${view.query}`}>
        <UserText>{view.name}</UserText>
      </Link>{' '}
      <span className="quiet">
        {view.isMine ? (
          view.isShared ? (
            texts.shared
          ) : (
            texts.mine
          )
        ) : (
          <Template text={texts.by} values={{ name: <UserText>{view.maker}</UserText> }} />
        )}
      </span>
      {view.isMine && (
        <button type="button" className="button button-secondary" onClick={remove}>
          <span>
            {texts.remove}
            <Hidden>
              {' '}
              <Template text={texts.removeAbout} values={{ name: <UserText>{view.name}</UserText> }} />
            </Hidden>
          </span>
        </button>
      )}
      {problem !== undefined && <Faults code={problem} />}
    </li>
  );
};

const SaveForm = ({ query, onSaved }: { query: string; onSaved: () => void }) => {
  const texts = t.explorer.saved;
  const [problem, setProblem] = useState<string>();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const data = { name: form.get('view-name'), isShared: form.has('is-shared'), query };
    postCommand('events', 'save-view', data).then(onSaved, (error: unknown) => setProblem(problemOf(error)));
  };
  const said = problem === undefined ? undefined : lookUp(texts.problems, problem);
  return (
    <details className="more-detail">
      <summary>{texts.saveTitle}</summary>
      <form className="form" onSubmit={save}>
        <TextField
          ctx={ctx}
          name="view-name"
          label={texts.name}
          hint={texts.nameHint}
          problem={said}
          maxLength={100}
          autoComplete="off"
        />
        <label className="type">
          <input type="checkbox" name="is-shared" />
          <span>{texts.isShared}</span>
        </label>
        {problem !== undefined && said === undefined && <Faults code={problem} />}
        <SubmitButton look="secondary">{texts.save}</SubmitButton>
      </form>
    </details>
  );
};
