/** What somebody has typed on a page and not sent; passwords and files are not touched. */
interface TypedField {
  readonly name: string;
  /** Its place among the fields of that name. */
  readonly nth: number;
  readonly value: string;
  readonly isChecked?: boolean;
}

const NAME = 'typed';
const KEPT = 'input:not([type=hidden], [type=password], [type=file], [type=submit]), textarea, select';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function controlsOf(root: ParentNode): { control: Control; name: string; nth: number }[] {
  const seen = new Map<string, number>();
  return [...root.querySelectorAll<Control>(KEPT)].flatMap((control) => {
    const { name } = control;
    if (name === '') return [];
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    return [{ control, name, nth }];
  });
}

const isChoice = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');

/** Before the same page comes again in another language. Kept in this tab alone, and for that one time. */
export function keepTyped(root: ParentNode): void {
  const fields = controlsOf(root).map(({ control, name, nth }): TypedField => {
    const { value } = control;
    return { name, nth, value, ...(isChoice(control) && { isChecked: control.checked }) };
  });
  sessionStorage.setItem(NAME, JSON.stringify({ at: location.pathname + location.search, fields }));
}

/** Once the fields are there again. What is of another page waits for it: between the two there may be a sign-in. */
export function bringBackTyped(root: ParentNode): void {
  const kept = sessionStorage.getItem(NAME);
  if (kept === null) return;
  const { at, fields } = JSON.parse(kept) as { at: string; fields: TypedField[] };
  if (at !== location.pathname + location.search) return;
  sessionStorage.removeItem(NAME);
  const controls = controlsOf(root);
  for (const { name, nth, value, isChecked } of fields) {
    const control = controls.find((known) => known.name === name && known.nth === nth)?.control;
    if (!control) continue;
    if (isChoice(control)) control.checked = isChecked === true;
    else control.value = value;
  }
}
