import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MemberRole } from '../../src/platform/kernel/actor.js';
import { describedAnswersOf, type ReceivedAnswer } from './described-answers.js';

/** An answer of the API as a test looks at it. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export const LEDGER_PATH = fileURLToPath(new URL('../fixtures/ledger.fec.txt', import.meta.url));
export const PASSWORD = 'correct horse battery';

let people = 0;

/** Somebody who uses the API over real HTTP, signed in or not. */
export class Client {
  constructor(
    readonly url: string,
    readonly token?: string,
    readonly email = '',
    readonly businessId = '',
  ) {}

  /** Signs up a new owner of a new business. */
  static async signUp(url: string, more: Record<string, unknown> = {}): Promise<Client> {
    people += 1;
    const email = `person-${process.pid}-${people}@example.test`;
    const ask = {
      email,
      password: PASSWORD,
      businessName: `Business ${people}`,
      edition: 'accounting',
      locale: 'en',
      ...more,
    };
    const { status, body } = await new Client(url).post<{ token: string; business: { id: string } }>('/sign-ups', ask);
    if (status !== 201) throw new Error(`sign-up: ${status} ${JSON.stringify(body)}`);
    return new Client(url, body.token, ask.email, body.business.id);
  }

  /** Signs up with one contact in the books, so that there is something to reset. */
  static async withBooks(url: string, more: Record<string, unknown> = {}): Promise<Client> {
    return (await Client.signUp(url, more)).withContent();
  }

  /** One contact more in the open books: they are no longer as on the day of sign-up. */
  async withContent(): Promise<this> {
    const { status, body } = await this.post(this.of('/contacts'), { name: 'Something to reset' });
    if (status !== 201) throw new Error(`contact: ${status} ${JSON.stringify(body)}`);
    return this;
  }

  /** The same person, looking at another's business. */
  at(businessId: string): Client {
    return new Client(this.url, this.token, this.email, businessId);
  }

  async request<B = Record<string, unknown>>(method: string, path: string, init: RequestInit = {}): Promise<Answer<B>> {
    const headers = new Headers(init.headers);
    if (this.token) headers.set('Authorization', `Bearer ${this.token}`);
    const response = await fetch(`${this.url}/api/v1${path}`, { ...init, method, headers });
    const text = await response.text();
    const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]!;
    const body: unknown = /json/.test(mediaType) ? JSON.parse(text) : text;
    await this.assertDescribed({ method, path: `/api/v1${path}`, status: response.status, mediaType, body });
    return { status: response.status, body: body as B, headers: response.headers };
  }

  /** Every answer is held against the OpenAPI document. */
  private async assertDescribed(answer: ReceivedAnswer): Promise<void> {
    // A program that was killed after this answer has no document to show any more; the next one has the same.
    const described = await describedAnswersOf(this.url).catch(() => undefined);
    described?.check(answer);
  }

  get<B = Record<string, unknown>>(path: string): Promise<Answer<B>> {
    return this.request<B>('GET', path);
  }

  patch<B = Record<string, unknown>>(
    path: string,
    json: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<B>> {
    const body = JSON.stringify(json);
    return this.request<B>('PATCH', path, { body, headers: { 'Content-Type': 'application/json', ...headers } });
  }

  delete<B = Record<string, unknown>>(path: string): Promise<Answer<B>> {
    return this.request<B>('DELETE', path);
  }

  post<B = Record<string, unknown>>(
    path: string,
    json: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<B>> {
    const body = JSON.stringify(json);
    return this.request<B>('POST', path, { body, headers: { 'Content-Type': 'application/json', ...headers } });
  }

  /** The path of this client's business with something behind it. */
  of(path: string): string {
    return `/businesses/${this.businessId}${path}`;
  }

  /** Signs up somebody new and makes that person a member of this client's business. */
  async invite(role: MemberRole, more: Record<string, unknown> = {}): Promise<Client> {
    const person = await Client.signUp(this.url, more);
    const { status, body } = await this.post(this.of('/members'), { email: person.email, role });
    if (status !== 201) throw new Error(`invite: ${status} ${JSON.stringify(body)}`);
    return person.at(this.businessId);
  }

  async userId(): Promise<string> {
    return (await this.get<{ id: string }>('/me')).body.id;
  }

  /** Takes a member out of this client's business. */
  async remove(member: Client): Promise<Answer> {
    return this.delete(this.of(`/members/${await member.userId()}`));
  }

  /** The same person with a session of its own. */
  async signInAgain(): Promise<Client> {
    const { status, body } = await new Client(this.url).post<{ token: string }>('/sessions', {
      email: this.email,
      password: PASSWORD,
    });
    if (status !== 201) throw new Error(`sign-in: ${status} ${JSON.stringify(body)}`);
    return new Client(this.url, body.token, this.email, this.businessId);
  }

  import(file: string | Buffer = readFileSync(LEDGER_PATH)): Promise<Answer> {
    const body = new Blob([typeof file === 'string' ? file : new Uint8Array(file)]);
    return this.request('POST', this.of('/imports'), { body, headers: { 'Content-Type': 'application/octet-stream' } });
  }

  reset(more: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post(this.of('/resets'), { signUpEmail: this.email, ...more }, headers);
  }

  restore(more: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post(this.of('/restores'), { signUpEmail: this.email, ...more }, headers);
  }

  async counts(): Promise<Record<string, number>> {
    return (await this.get<Record<string, number>>(this.of('/counts'))).body;
  }

  /** Adds a bank account and connects it; returns the feed. */
  async connectFeed(institution = 'sandbox'): Promise<{ id: string; state: string; bankAccountId: string }> {
    const account = await this.post<{ id: string }>(this.of('/bank-accounts'), { name: 'Chequing' });
    const feed = await this.post<{ id: string; state: string; bankAccountId: string }>(this.of('/bank-feeds'), {
      bankAccountId: account.body.id,
      institution,
    });
    if (feed.status !== 201) throw new Error(`connect: ${feed.status} ${JSON.stringify(feed.body)}`);
    return feed.body;
  }

  disconnectFeed(id: string): Promise<Answer> {
    return this.delete(this.of(`/bank-feeds/${id}`));
  }

  async events(): Promise<AuditEvent[]> {
    return (await this.get<{ items: AuditEvent[] }>(this.of('/audit-events?limit=200'))).body.items;
  }
}

export interface AuditEvent {
  readonly id: string;
  readonly type: string;
  readonly data: {
    readonly business_seq: number;
    readonly operation_id?: string;
    readonly outcome: string;
    readonly reason?: string;
    readonly actor: {
      readonly type: string;
      readonly id?: string;
      readonly roles: string[];
      readonly original_owner?: boolean;
    };
    readonly snapshot?: { readonly id: string };
    readonly precondition?: {
      readonly name: string;
      readonly held: boolean;
      readonly feeds?: { readonly status: string }[];
    }[];
  };
}
