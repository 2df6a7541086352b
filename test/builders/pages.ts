/** A form as it stands in a page that a person looks at: it can be sent long after. */
export interface ShownForm {
  readonly method: 'get' | 'post';
  readonly action: string;
  /** What would be sent if nothing were typed. */
  readonly values: Readonly<Record<string, string>>;
  readonly isUpload: boolean;
}

export interface ShownPage {
  readonly status: number;
  /** The path with its query, after all redirections. */
  readonly path: string;
  readonly html: string;
  readonly title: string;
  /** Of the main part, as a reader reads it. */
  readonly text: string;
  readonly forms: readonly ShownForm[];
  /** The paths that the main part links to. */
  readonly links: readonly string[];
}

/**
 * Somebody with a browser that has no script: pages are fetched, kept as shown, and their forms sent whenever one likes.
 * The pages are the product's own static HTML, so that a few patterns read them.
 */
export class PageReader {
  private readonly cookies = new Map<string, string>();

  constructor(
    readonly url: string,
    token?: string,
  ) {
    if (token) this.cookies.set('ardoise_session', token);
  }

  /** Takes over the cookie of a browser, `name=value`. */
  signInAs(cookie: string): void {
    this.keep(cookie);
  }

  /** Ends the session as time does: the browser still holds what it had. */
  endSession(cookie = 'ardoise_session'): void {
    this.cookies.set(cookie, 'ended');
  }

  open(path: string): Promise<ShownPage> {
    return this.request(path, { method: 'GET' }, path);
  }

  /** Sends a form of a page shown before, with what a person types. */
  send(shown: ShownPage, form: ShownForm, typed: Readonly<Record<string, string>> = {}): Promise<ShownPage> {
    const values = { ...form.values, ...typed };
    const body = form.isUpload ? multipart(values) : new URLSearchParams(values);
    if (form.method === 'get') return this.open(`${form.action}?${new URLSearchParams(values)}`);
    return this.request(form.action, { method: 'POST', body }, shown.path);
  }

  private async request(path: string, init: RequestInit, from: string): Promise<ShownPage> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      Accept: 'text/html',
      'Accept-Language': 'en',
      Cookie: cookie,
      Referer: this.url + from,
      Origin: this.url,
    };
    const response = await fetch(this.url + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const next = response.headers.get('location');
    if (next !== null) {
      await response.arrayBuffer();
      return this.request(next.replace(this.url, ''), { method: 'GET' }, path);
    }
    return shownPage(response.status, path, await response.text());
  }

  private keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name!);
    else this.cookies.set(name!, value!);
  }
}

function multipart(values: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) {
    if (name === 'file') data.set(name, new Blob([value]), 'file.txt');
    else data.set(name, value);
  }
  return data;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };
const decoded = (text: string) => text.replace(/&(#?\w+);/g, (all, name: string) => ENTITIES[name] ?? all);

const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`, 'i').exec(tag);
  return found ? decoded(found[1] ?? '') : undefined;
};

function shownPage(status: number, path: string, html: string): ShownPage {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
  return {
    status,
    path,
    html,
    title: decoded(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1]?.replace(/<[^>]+>/g, '') ?? ''),
    text: decoded(main.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' '),
    forms: [...html.matchAll(/<form\b([^>]*>)([\s\S]*?)<\/form>/g)].map(([, tag, inner]) => formOf(` ${tag}`, inner!)),
    links: [...main.matchAll(/<a\b([^>]*>)/g)].flatMap(([, tag]) => attribute(` ${tag}`, 'href') ?? []),
  };
}

function formOf(tag: string, inner: string): ShownForm {
  const values: Record<string, string> = {};
  for (const [, control] of inner.matchAll(/<input\b([^>]*>)/g)) {
    const name = attribute(` ${control}`, 'name');
    const type = attribute(` ${control}`, 'type') ?? 'text';
    if (name === undefined || (/radio|checkbox/.test(type) && attribute(` ${control}`, 'checked') === undefined))
      continue;
    values[name] = attribute(` ${control}`, 'value') ?? '';
  }
  for (const [, control, text] of inner.matchAll(/<textarea\b([^>]*>)([\s\S]*?)<\/textarea>/g)) {
    values[attribute(` ${control}`, 'name')!] = decoded(text!);
  }
  for (const [, control, options] of inner.matchAll(/<select\b([^>]*>)([\s\S]*?)<\/select>/g)) {
    const all = [...options!.matchAll(/<option\b([^>]*>)/g)].map(([, option]) => ` ${option}`);
    const chosen = all.find((option) => attribute(option, 'selected') !== undefined) ?? all[0];
    values[attribute(` ${control}`, 'name')!] = (chosen && attribute(chosen, 'value')) ?? '';
  }
  for (const [, control] of inner.matchAll(/<button\b([^>]*>)/g)) {
    const name = attribute(` ${control}`, 'name');
    if (name !== undefined) values[name] ??= attribute(` ${control}`, 'value') ?? '';
  }
  return {
    method: attribute(tag, 'method') === 'post' ? 'post' : 'get',
    action: attribute(tag, 'action') ?? '',
    values,
    isUpload: attribute(tag, 'enctype') === 'multipart/form-data',
  };
}

/** The form of a page that is sent to an address with this end. */
export function formTo(page: ShownPage, end: string): ShownForm {
  const found = page.forms.find(({ action }) => action.split('?')[0]!.endsWith(end));
  if (!found) throw new Error(`No form to ${end} on ${page.path} (${page.status}): ${page.text}`);
  return found;
}
