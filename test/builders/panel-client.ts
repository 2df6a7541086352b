import type { INestApplication } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor, type StaffRole } from '../../src/platform/kernel/actor.js';
import { now } from '../../src/platform/kernel/clock.js';
import { PASSWORD } from './client.js';
import { mailsTo } from './mailbox.js';

/** An answer of the panel: its API's JSON, or a page's text. */
export interface PanelAnswer {
  readonly status: number;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the assertions on it are the check
  readonly json: any;
  readonly headers: Headers;
}

const STEP_MS = 30_000;

/** The code of a phone with this secret, `steps` from now. */
export const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now().getTime() + steps * STEP_MS });

/** The password that was mailed to somebody of the staff last. */
export async function oneTimePasswordOf({ url, email }: PanelClient): Promise<string> {
  const { text } = (await mailsTo(url, email)).at(-1)!;
  return /^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/m.exec(text)![0];
}

let people = 0;

/** Somebody of the staff with a browser's cookies and headers, over real HTTP. */
export class PanelClient {
  constructor(
    readonly url: string,
    readonly email = '',
    public cookie = '',
  ) {}

  /** A new account of the role. */
  static async hire(app: INestApplication, url: string, role: StaffRole): Promise<PanelClient> {
    people += 1;
    const email = `${role}-${process.pid}-${people}@ardoise.test`;
    await app.get(StaffAccounts).add(systemActor('test'), email, role, PASSWORD);
    return new PanelClient(url, email);
  }

  static async signedIn(app: INestApplication, url: string, role: StaffRole): Promise<PanelClient> {
    const client = await PanelClient.hire(app, url, role);
    const { status } = await client.signIn();
    if (status !== 303) throw new Error(`sign-in: ${status}`);
    return client;
  }

  signIn(password = PASSWORD, more: Record<string, string> = {}): Promise<PanelAnswer> {
    return this.form('/sign-in', { email: this.email, password, ...more });
  }

  /** Begins the enrolment of a second factor; the secret that the page shows for the password. */
  async beginEnrolment(password = PASSWORD): Promise<string> {
    const { text } = await this.form('/second-factor/enrolment', { password });
    return /<code>([A-Z2-7 ]+)<\/code>/.exec(text)![1]!.replaceAll(' ', '');
  }

  get(path: string, headers: Record<string, string> = {}): Promise<PanelAnswer> {
    return this.send('GET', path, { headers });
  }

  form(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<PanelAnswer> {
    return this.send('POST', path, { body: new URLSearchParams(fields), headers });
  }

  post(path: string, json: unknown, headers: Record<string, string> = {}): Promise<PanelAnswer> {
    const body = JSON.stringify(json);
    return this.send('POST', path, { body, headers: { 'Content-Type': 'application/json', ...headers } });
  }

  async send(method: string, path: string, init: RequestInit = {}): Promise<PanelAnswer> {
    const headers = new Headers(init.headers);
    if (this.cookie) headers.set('Cookie', this.cookie);
    if (!headers.has('Sec-Fetch-Site')) headers.set('Sec-Fetch-Site', 'same-origin');
    const response = await fetch(`${this.url}/admin${path}`, { ...init, method, headers, redirect: 'manual' });
    const text = await response.text();
    const [given] = response.headers.getSetCookie();
    if (given) this.cookie = given.split(';')[0]!;
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, text, json: isJson ? JSON.parse(text) : {}, headers: response.headers };
  }
}
