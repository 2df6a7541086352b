import { useState } from 'react';
import type { GridColumn } from './grid-column.js';
import { t } from './locale.js';
import { postCommand } from './post-command.js';
import { preferences } from './state.js';

/** As the document knows them by now: each choice is also kept for the next one. */
let hidden: readonly string[] = preferences.hiddenColumns;

interface ShownColumns<Row> {
  readonly all: readonly GridColumn<Row>[];
  readonly shown: GridColumn<Row>[];
  readonly toggle: (column: GridColumn<Row>) => void;
}

/** The columns that somebody wants of a list. */
export function useShownColumns<Row>(list: string, all: GridColumn<Row>[]): ShownColumns<Row> {
  const [, setVersion] = useState(0);
  const nameOf = ({ key }: GridColumn<Row>) => `${list}.${key}`;
  const toggle = (column: GridColumn<Row>) => {
    const name = nameOf(column);
    hidden = hidden.includes(name) ? hidden.filter((known) => known !== name) : [...hidden, name];
    setVersion((version) => version + 1);
    // What cannot be kept is still so on this page.
    postCommand('display', 'save', { hiddenColumns: hidden }).catch(() => undefined);
  };
  return { all, shown: all.filter((column) => !hidden.includes(nameOf(column))), toggle };
}

/** What names a row, and what acts on it, is always there. */
const canBeHidden = <Row,>({ names, phone }: GridColumn<Row>) => !names && phone !== 'bare';

export function ColumnsMenu<Row>({ all, shown, toggle }: ShownColumns<Row>) {
  const choices = all.filter(canBeHidden);
  if (choices.length === 0) return null;
  return (
    <details className="columns-menu" data-menu="">
      <summary className="button button-quiet">{t.table.columns}</summary>
      <fieldset>
        <legend className="visually-hidden">{t.table.columns}</legend>
        {choices.map((column) => (
          <label key={column.key} className="type">
            <input type="checkbox" checked={shown.includes(column)} onChange={() => toggle(column)} />
            <span>{column.header}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
