/**
 * The form of a journal entry, without a page for each step: what the lines come to is said while one types, and a line more
 * is there at once. Amounts are reckoned as the server reckons them, in cents.
 */
export function helpWithEntry(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLElement>('[data-balance]')!;
  const lines = form.querySelector<HTMLElement>('[data-lines]')!;
  const tell = () => tellBalance(form, said);
  form.addEventListener('input', tell);
  tell();
  form.querySelector('button[value=more]')?.addEventListener('click', (event) => {
    event.preventDefault();
    addLine(form, lines);
  });
}

/** "1 234,56", "1,234.56": cents, or undefined for what is none. Who reads it at last is the server. */
function centsIn(text: string): bigint | undefined {
  const plain = text.normalize('NFKC').replace(/[\s$€£'’]/g, '');
  if (plain === '') return 0n;
  const at = Math.max(plain.lastIndexOf(','), plain.lastIndexOf('.'));
  const isDecimal = at >= 0 && plain.length - at <= 3;
  const [whole, fraction] = isDecimal ? [plain.slice(0, at), plain.slice(at + 1)] : [plain, ''];
  const digits = whole.replace(/[.,]/g, '') || '0';
  if (!/^\d{1,15}$/.test(digits) || !/^\d{0,2}$/.test(fraction)) return undefined;
  return BigInt(digits) * 100n + BigInt(fraction.padEnd(2, '0'));
}

function sumOf(form: HTMLFormElement, side: string): bigint | undefined {
  let sum = 0n;
  for (const input of form.querySelectorAll<HTMLInputElement>(`input[name^=${side}]`)) {
    const cents = centsIn(input.value);
    if (cents === undefined) return undefined;
    sum += cents;
  }
  return sum;
}

function tellBalance(form: HTMLFormElement, said: HTMLElement): void {
  const [debit, credit] = [sumOf(form, 'debit'), sumOf(form, 'credit')];
  said.hidden = debit === undefined || credit === undefined || (debit === 0n && credit === 0n);
  if (debit === undefined || credit === undefined) return;
  const { sums = '', balanced = '', difference = '', debit: ofDebits = '', credit: ofCredits = '' } = said.dataset;
  const format = new Intl.NumberFormat(document.documentElement.lang, {
    style: 'currency',
    currency: form.dataset['currency'] ?? 'CAD',
  });
  const money = (cents: bigint) =>
    format.format(`${cents / 100n}.${String(cents % 100n).padStart(2, '0')}` as `${number}`);
  const missing = debit > credit ? debit - credit : credit - debit;
  const rest =
    missing === 0n
      ? balanced
      : difference.replace('{amount}', money(missing)).replace('{side}', debit > credit ? ofCredits : ofDebits);
  said.textContent = `${sums.replace('{debit}', money(debit)).replace('{credit}', money(credit))} ${rest}`;
  said.classList.toggle('is-balanced', missing === 0n);
}

/** The last line once more, empty, under the next number. */
function addLine(form: HTMLFormElement, lines: HTMLElement): void {
  const last = lines.lastElementChild as HTMLElement;
  const count = form.querySelector<HTMLInputElement>('input[name=lines]')!;
  const next = Number(count.value) + 1;
  const line = last.cloneNode(true) as HTMLElement;
  line.querySelectorAll('.problem').forEach((problem) => problem.remove());
  line.querySelectorAll('.field-problem').forEach((field) => field.classList.remove('field-problem'));
  const renumbered = (text: string) => text.replace(/\d+/, String(next));
  line.querySelector('legend')!.textContent = renumbered(line.querySelector('legend')!.textContent);
  for (const label of line.querySelectorAll('label')) label.htmlFor = renumbered(label.htmlFor);
  for (const input of line.querySelectorAll('input')) {
    input.name = renumbered(input.name);
    input.id = input.name;
    input.value = '';
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
  }
  count.value = String(next);
  lines.append(line);
  line.querySelector('input')!.focus();
}
