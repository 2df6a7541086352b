import { DEMO_PASSWORD } from '../../src/demo/demo-accounts.js';
import type { Hit, Shot } from './shot.js';

export interface Person {
  readonly name: string;
  readonly email?: string;
  readonly face: 'none' | 'web' | 'panel';
  /** Of the session, once signed in. */
  token?: string;
}

/** Everybody who may come to the door, by the accounts of the demo. */
export const everybody = (): Person[] => [
  { name: 'stranger', face: 'none' },
  { name: 'original-owner', email: 'owner@demo.test', face: 'web' },
  { name: 'partner', email: 'partner@demo.test', face: 'web' },
  { name: 'accountant', email: 'accountant@demo.test', face: 'web' },
  { name: 'bookkeeper', email: 'bookkeeper@demo.test', face: 'web' },
  { name: 'viewer', email: 'viewer@demo.test', face: 'web' },
  { name: 'express-owner', email: 'express-owner@demo.test', face: 'web' },
  { name: 'support', email: 'support@demo.test', face: 'panel' },
  { name: 'lead', email: 'lead@demo.test', face: 'panel' },
  { name: 'compliance', email: 'compliance@demo.test', face: 'panel' },
  { name: 'operator', email: 'operator@demo.test', face: 'panel' },
];

const jsonHeaders = { 'Content-Type': 'application/json', Accept: 'application/json' };
const formHeaders = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };

/** What a person's browser or program sends along. */
export function credentials({ face, token }: Person, isApi: boolean): Record<string, string> {
  if (token === undefined) return {};
  if (face === 'panel') return { Cookie: `ardoise_staff=${token}` };
  return isApi ? { Authorization: `Bearer ${token}` } : { Cookie: `ardoise_session=${token}` };
}

type Send = (shot: Shot) => Promise<Hit>;

/** Signs somebody in; leaves the session as it was where that is refused (too many attempts, say). */
export async function signIn(send: Send, person: Person): Promise<void> {
  if (!person.email) return;
  const password = DEMO_PASSWORD;
  if (person.face === 'panel') {
    const body = Buffer.from(new URLSearchParams({ email: person.email, password }).toString());
    const hit = await send({ who: person.name, method: 'POST', path: '/admin/sign-in', headers: formHeaders, body });
    const cookie = hit.headers['set-cookie']?.join('; ') ?? '';
    person.token = /ardoise_staff=([^;]+)/.exec(cookie)?.[1] ?? person.token;
    return;
  }
  const body = Buffer.from(JSON.stringify({ email: person.email, password }));
  const hit = await send({ who: person.name, method: 'POST', path: '/api/v1/sessions', headers: jsonHeaders, body });
  if (hit.status === 201) person.token = (JSON.parse(hit.text) as { token: string }).token;
}

/** Throws where the demo's accounts are not there. */
export async function signInAll(people: readonly Person[], send: Send): Promise<void> {
  for (const person of people) {
    await signIn(send, person);
    if (person.email && !person.token) throw new Error(`${person.email} cannot sign in: is the demo seeded?`);
  }
}

export const isSignedIn = async (send: Send, person: Person): Promise<boolean> => {
  const path = person.face === 'panel' ? '/admin/api/dashboard' : '/api/v1/me';
  const headers = { ...credentials(person, true), 'Sec-Fetch-Site': 'same-origin' };
  return (await send({ who: person.name, method: 'GET', path, headers })).status === 200;
};
