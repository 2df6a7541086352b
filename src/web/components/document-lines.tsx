import type { ReactNode } from 'react';
import { Icon } from '../../ui/components/icon.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { cellField, NO_TAX, type Cell, type FormProblems, type TypedLine } from '../document-form.js';
import { words } from '../words.js';
import { asTyped } from '../typed-number.js';

export interface ProductOption {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly unitPrice: string;
  readonly taxRate: string | null;
}

export interface RateOption {
  readonly code: string;
  readonly name: string;
  readonly percent: string;
}

export interface DocumentLinesView {
  readonly lines: readonly TypedLine[];
  readonly problems: FormProblems;
  readonly products: readonly ProductOption[];
  readonly rates: readonly RateOption[];
  /** Of each line, what it comes to without tax; absent of one that is not computed. */
  readonly nets: readonly (string | undefined)[];
  /** The line that was just added. */
  readonly focus?: number;
}

interface Props {
  ctx: BusinessPageContext;
  view: DocumentLinesView;
}

/** The lines that somebody fills in. Each is a group of its own; on a desk they stand below each other like rows. */
export const DocumentLines = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  return (
    <div className="document-lines" data-lines="">
      {view.lines.map((line, place) => (
        <fieldset key={place} className="document-line" data-line={place}>
          <legend>{t.documentForm.line.replace('{number}', () => String(place + 1))}</legend>
          {line.account !== '' && <input type="hidden" name={cellField(place, 'account')} value={line.account} />}
          {view.products.length > 0 && <ProductCell ctx={ctx} view={view} line={line} place={place} />}
          <CellBox ctx={ctx} view={view} place={place} cell="description">
            {(control) => <textarea {...control} rows={1} maxLength={500} defaultValue={line.description} dir="auto" />}
          </CellBox>
          <CellBox ctx={ctx} view={view} place={place} cell="quantity">
            {(control) => <input {...control} inputMode="decimal" maxLength={20} defaultValue={line.quantity} />}
          </CellBox>
          <CellBox ctx={ctx} view={view} place={place} cell="price">
            {(control) => <input {...control} inputMode="decimal" maxLength={30} defaultValue={line.price} />}
          </CellBox>
          <CellBox ctx={ctx} view={view} place={place} cell="tax">
            {(control) => (
              <select {...control} defaultValue={line.tax}>
                <option value="">
                  {view.products.length > 0 ? t.documentForm.taxOfProduct : t.documentForm.noTax}
                </option>
                {view.rates.map(({ code, name, percent }) => (
                  <option key={code} value={code}>
                    {name.includes('%') ? name : `${name} (${f.percent(percent)})`}
                  </option>
                ))}
                {view.products.length > 0 && <option value={NO_TAX}>{t.documentForm.noTax}</option>}
              </select>
            )}
          </CellBox>
          <p className="document-net">
            <span className="cell-label">{t.documents.net}</span>
            <output data-net={place}>{view.nets[place] === undefined ? '–' : f.amount(view.nets[place])}</output>
          </p>
          <RemoveLine ctx={ctx} place={place} />
        </fieldset>
      ))}
    </div>
  );
};

const RemoveLine = ({ ctx, place }: { ctx: BusinessPageContext; place: number }) => {
  const { documentForm } = words(ctx).t;
  return (
    <button
      type="submit"
      className="button button-quiet document-remove"
      name="do"
      value={`remove.${place}`}
      formNoValidate
    >
      <span>
        {documentForm.remove}
        <span className="visually-hidden"> {documentForm.line.replace('{number}', () => String(place + 1))}</span>
      </span>
    </button>
  );
};

/** Chosen with script it fills the rest of the line; without, what is left empty is as the product says. */
const ProductCell = ({ ctx, view, line, place }: Props & { line: TypedLine; place: number }) => {
  const { documentForm } = words(ctx).t;
  return (
    <CellBox ctx={ctx} view={view} place={place} cell="product">
      {(control) => (
        <select {...control} defaultValue={line.product} data-product="">
          <option value="">{documentForm.noProduct}</option>
          {view.products.map(({ id, name, description, unitPrice, taxRate }) => (
            <option
              key={id}
              value={id}
              data-description={description ?? name}
              data-price={asTyped(unitPrice, ctx.locale)}
              data-tax={taxRate ?? NO_TAX}
            >
              {name}
            </option>
          ))}
        </select>
      )}
    </CellBox>
  );
};

type ShownCell = Exclude<Cell, 'account'>;

interface Control {
  id: string;
  name: string;
  'aria-invalid'?: boolean;
  'aria-describedby'?: string;
  autoFocus?: boolean;
}

const CellBox = ({
  ctx,
  view,
  place,
  cell,
  children,
}: Props & { place: number; cell: ShownCell; children: (control: Control) => ReactNode }) => {
  const { common, documentForm } = words(ctx).t;
  const name = cellField(place, cell);
  const problem = view.problems[name];
  const told = problem && { 'aria-invalid': true, 'aria-describedby': `${name}-problem` };
  const isFirst = cell === (view.products.length > 0 ? 'product' : 'description');
  return (
    <div className={`field cell cell-${cell}${problem ? ' field-problem' : ''}`}>
      <label htmlFor={name} className="cell-label">
        {documentForm.cells[cell]}
      </label>
      {problem && (
        <p className="problem" id={`${name}-problem`}>
          <Icon name="warning" />
          <span>
            <span className="visually-hidden">{common.errorPrefix} </span>
            {documentForm.problems[problem]}
          </span>
        </p>
      )}
      {children({ id: name, name, ...told, ...(isFirst && view.focus === place && { autoFocus: true }) })}
    </div>
  );
};
