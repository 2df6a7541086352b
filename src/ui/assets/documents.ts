/** What makes the form of a document smoother: totals while one types, a line more without another page, a product that fills its line. */
const PAUSE_MS = 400;

export function easeDocument(form: HTMLFormElement): void {
  let timer = 0;
  const computeSoon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void compute(form), PAUSE_MS);
  };
  form.addEventListener('input', computeSoon);
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement && 'product' in target.dataset) fillFromProduct(target);
    if (target instanceof HTMLSelectElement && target.name === 'customer') showNewCustomer(form);
    computeSoon();
  });
  form.querySelector('[data-add-line]')?.addEventListener('click', (event) => {
    event.preventDefault();
    addLine(form);
  });
  showNewCustomer(form);
}

/** The server computes, by the rules that will issue; what it says of the total stands on the page it answers with. */
async function compute(form: HTMLFormElement): Promise<void> {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
  fields.set('do', 'compute');
  const headers = { Accept: 'text/html' };
  const answer = await fetch(form.action, { method: 'POST', body: fields, headers }).catch(() => undefined);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  replace(form, page, '[data-sums]');
  for (const output of form.querySelectorAll<HTMLElement>('[data-net]')) {
    const place = output.dataset['net']!;
    output.textContent = page.querySelector(`[data-net="${place}"]`)?.textContent ?? '–';
  }
}

function replace(form: HTMLFormElement, page: Document, what: string): void {
  const [before, after] = [form.querySelector(what), page.querySelector(what)];
  if (before && after && before.innerHTML !== after.innerHTML) before.replaceChildren(...after.childNodes);
}

function fillFromProduct(select: HTMLSelectElement): void {
  const chosen = select.selectedOptions[0];
  const line = select.closest<HTMLElement>('[data-line]');
  if (!chosen?.value || !line) return;
  const { description = '', price = '', tax = '' } = chosen.dataset;
  for (const [cell, value] of Object.entries({ description, price, tax })) {
    const control = line.querySelector<HTMLInputElement>(`[name$=".${cell}"]`);
    if (control) control.value = value;
  }
}

/** The last one again, empty and under the next number. */
function addLine(form: HTMLFormElement): void {
  const lines = [...form.querySelectorAll<HTMLElement>('[data-line]')];
  const last = lines.at(-1);
  if (!last) return;
  const [from, to] = [Number(last.dataset['line']), Number(last.dataset['line']) + 1];
  const line = last.cloneNode(true) as HTMLElement;
  line.dataset['line'] = String(to);
  for (const element of line.querySelectorAll<HTMLElement>('*')) renumber(element, from, to);
  line.querySelectorAll('.problem').forEach((problem) => problem.remove());
  line.querySelectorAll('.field-problem').forEach((field) => field.classList.remove('field-problem'));
  const legend = line.querySelector('legend');
  if (legend) legend.textContent = (legend.textContent ?? '').replace(String(from + 1), String(to + 1));
  const hidden = line.querySelector('.document-remove .visually-hidden');
  if (hidden) hidden.textContent = (hidden.textContent ?? '').replace(String(from + 1), String(to + 1));
  last.after(line);
  line.querySelector<HTMLElement>('select, textarea')?.focus();
}

function renumber(element: HTMLElement, from: number, to: number): void {
  for (const name of ['id', 'name', 'for', 'value', 'data-net', 'aria-describedby']) {
    const value = element.getAttribute(name);
    if (value === null) continue;
    const cell = value.replace(`line.${from}.`, `line.${to}.`).replace(`remove.${from}`, `remove.${to}`);
    element.setAttribute(name, name === 'data-net' ? String(to) : cell);
  }
  element.removeAttribute('aria-invalid');
  if (element instanceof HTMLTextAreaElement) element.value = '';
  if (element instanceof HTMLInputElement) element.value = element.name.endsWith('.quantity') ? '1' : '';
  // The tax stays as on the line before, which is what most documents want.
  if (element instanceof HTMLSelectElement && element.name.endsWith('.product')) element.value = '';
  if (element instanceof HTMLOutputElement) element.textContent = '–';
}

/** The fields of a new customer are there where one is chosen. */
function showNewCustomer(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>('[data-new-customer]');
  const chosen = form.querySelector<HTMLSelectElement>('[name=customer]');
  if (box && chosen) box.hidden = chosen.value !== 'new';
}
