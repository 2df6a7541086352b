import type { FormEvent, KeyboardEvent } from 'react';
import { panelPaths } from '../panel-paths.js';
import type { PanelTexts } from '../texts/texts.js';

interface SearchFormProps {
  t: PanelTexts;
  place: 'board' | 'page';
  query?: string;
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
  onBoxKey?: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/** One box for everything; what it finds has an address, so that it can be sent to a colleague. */
export const SearchForm = ({ t, place, query = '', onSubmit, onBoxKey }: SearchFormProps) => {
  const id = `q-${place}`;
  return (
    <form role="search" className={`search search-${place}`} action={panelPaths.search()} onSubmit={onSubmit}>
      <label htmlFor={id} className={place === 'board' ? 'visually-hidden' : undefined}>
        {t.search.label}
      </label>
      {place === 'page' && (
        <p className="hint" id={`${id}-hint`}>
          {t.search.hint} <span className="keys">{t.operators.keys}</span>
        </p>
      )}
      <div className="search-row">
        <input
          key={query}
          id={id}
          name="q"
          type="search"
          defaultValue={query}
          maxLength={254}
          dir="auto"
          aria-keyshortcuts="/"
          onKeyDown={onBoxKey}
          aria-describedby={place === 'page' ? `${id}-hint` : undefined}
        />
        <button type="submit" className={place === 'board' ? 'board-button' : 'button button-primary'}>
          {t.search.submit}
        </button>
      </div>
    </form>
  );
};
