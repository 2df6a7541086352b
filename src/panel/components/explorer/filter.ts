import type { FieldFault } from '../../panel-api.js';
import { t } from '../locale.js';

/** The filter's fields as they are named in the address: those of `auditFilterSchema`. */
export const FIELDS = ['business', 'actor', 'type', 'outcome', 'from', 'until', 'ticket'] as const;
type Field = (typeof FIELDS)[number];

/** Of an address its filter, without what else is in it. */
export function filterOf(query: URLSearchParams): URLSearchParams {
  const filter = new URLSearchParams(query);
  filter.delete('after');
  return filter;
}

/** What a form says, as an address: what was left empty is not asked for. */
export function queryOf(form: HTMLFormElement): string {
  const given = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [],
  );
  return new URLSearchParams(given).toString();
}

/** The other way: the fields as an address has them. */
export function fillForm(form: HTMLFormElement, query: URLSearchParams): void {
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      control.checked = query.getAll(control.name).includes(control.value);
    } else if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) {
      control.value = query.get(control.name) ?? '';
    }
  }
}

/** What is wrong, by field and in words; `other` for what belongs to no field. */
export function problemsOf(faults: readonly FieldFault[]): Partial<Record<Field | 'other', string>> {
  const { problems } = t.explorer.filter;
  const told = faults.map(({ path, message }): [string, string] => {
    const field = FIELDS.find((known) => path === known || path.startsWith(`${known}.`));
    if (field === 'until' && message.includes('later')) return ['until', problems.order];
    return field ? [field, problems[field]] : ['other', problems.other];
  });
  return Object.fromEntries(told);
}
