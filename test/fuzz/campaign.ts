import { buildShot } from './build-shot.js';
import type { EventWatch } from './events.js';
import { credentials, everybody, isSignedIn, signIn, signInAll, type Person } from './people.js';
import { Random } from './random.js';
import { causeless, faultOf } from './rules.js';
import { curlOf, fire, type Hit, type Shot } from './shot.js';
import {
  targetsOfApi,
  targetsOfPage,
  targetsOfPanel,
  linkTarget,
  type OpenApi,
  type Seen,
  type Target,
} from './targets.js';

export interface CampaignAsk {
  readonly url: string;
  readonly seed: number;
  readonly requests: number;
  /** Absent: the log is not looked at. */
  readonly events?: EventWatch;
  readonly say?: (line: string) => void;
}

export interface Finding {
  /** Which request of the campaign it was, counted from 1. */
  readonly number: number;
  readonly what: string;
  readonly curl: string;
}

export interface CampaignReport {
  readonly sent: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly targets: number;
  readonly events: number;
  readonly findings: readonly Finding[];
}

/** Sent at once; the answers are looked at in the order of sending. */
const AT_ONCE = 4;
const FINDINGS_MAX = 20;
const CHECK_SESSIONS_EVERY = 200;
const CRAWLED_PAGES_MAX = 40;
const TARGETS_MAX = 1_500;
const SEEN_MAX = 400;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/**
 * Sends spoilt requests of everybody to everything that the API's description, the pages' links and forms and the panel's
 * addresses name. The seed determines every choice; ids, which the program makes, differ from run to run.
 */
export class Campaign {
  private readonly random: Random;
  private readonly people: Person[];
  private readonly targets = new Map<string, { target: Target; faces: Set<Person['face']> }>();
  private readonly seen = { businesses: [] as string[], ids: [] as string[], tokens: [] as string[] };
  private readonly findings: Finding[] = [];
  private readonly byStatus: Record<string, number> = {};
  /** The requests whose events may still turn up in the log. */
  private readonly answered = new Map<string, { shot: Shot; status: number; number: number }>();
  private number = 0;
  private unanswered = 0;
  /** "Start the demo again" does in one request what many people would do, each act with an id of its own. */
  private demoWasAskedFor = false;
  private events = 0;

  constructor(private readonly ask: CampaignAsk) {
    this.random = new Random(ask.seed);
    this.people = everybody();
  }

  async run(): Promise<CampaignReport> {
    await signInAll(this.people, this.send);
    await this.discover();
    this.ask.say?.(`${this.targets.size} addresses found.`);
    for (let left = this.ask.requests; left > 0 && this.findings.length < FINDINGS_MAX; left -= AT_ONCE) {
      await this.volley(Math.min(AT_ONCE, left));
      const done = this.ask.requests - left;
      if (done > 0 && done % CHECK_SESSIONS_EVERY === 0) await this.renewSessions();
      if (done > 0 && done % 2_000 === 0) this.ask.say?.(`${done} sent, ${this.findings.length} findings.`);
    }
    const { findings, byStatus, events } = this;
    return { sent: this.number, byStatus, targets: this.targets.size, events, findings };
  }

  /** Sends what is not spoilt: signing in, looking round. */
  private readonly send = async (shot: Shot): Promise<Hit> => {
    const hit = await fire(this.ask.url, shot);
    this.judge(shot, hit);
    return hit;
  };

  private async discover(): Promise<void> {
    const document = await this.send({ who: 'stranger', method: 'GET', path: '/api/openapi.json', headers: {} });
    for (const target of targetsOfApi(JSON.parse(document.text) as OpenApi)) this.add(target, ['none', 'web']);
    for (const target of targetsOfPanel()) this.add(target, ['none', 'panel']);
    for (const path of ['/', '/sign-in', '/sign-up', '/pay/{token}', '/assets/x', '/audit/checkpoint', '/audit/vkey']) {
      this.add(linkTarget(path), ['none', 'web']);
    }
    for (const person of this.people.filter(({ face }) => face !== 'panel')) await this.crawl(person);
    await this.seeThePanel();
  }

  /** Follows links as this person; what is read is remembered with its forms. */
  private async crawl(person: Person): Promise<void> {
    const queue = ['/businesses', '/sign-in', '/sign-up'];
    const { businesses } = await this.businessesOf(person);
    queue.push(...businesses.map((id) => `/b/${id}`));
    const been = new Set<string>();
    while (queue.length > 0 && been.size < CRAWLED_PAGES_MAX) {
      const path = queue.shift()!;
      if (been.has(path)) continue;
      been.add(path);
      const headers = { Accept: 'text/html', ...credentials(person, false) };
      const { status, text, headers: given } = await this.send({ who: person.name, method: 'GET', path, headers });
      if (status !== 200 || !/html/.test(given['content-type'] ?? '')) continue;
      this.learn(text);
      for (const target of targetsOfPage(text)) {
        this.add(target, ['none', 'web']);
        if (target.method === 'GET') queue.push(target.path);
      }
    }
  }

  private async businessesOf(person: Person): Promise<{ businesses: string[] }> {
    if (person.face !== 'web') return { businesses: [] };
    const headers = credentials(person, true);
    const { status, text } = await this.send({ who: person.name, method: 'GET', path: '/api/v1/businesses', headers });
    const items = status === 200 ? (JSON.parse(text) as { items: { id: string }[] }).items : [];
    const businesses = items.map(({ id }) => id);
    this.seen.businesses.push(...businesses.filter((id) => !this.seen.businesses.includes(id)));
    return { businesses };
  }

  private async seeThePanel(): Promise<void> {
    const compliance = this.people.find(({ name }) => name === 'compliance')!;
    const headers = { ...credentials(compliance, true), 'Sec-Fetch-Site': 'same-origin' };
    const path = '/admin/api/pages/events';
    this.learn((await this.send({ who: compliance.name, method: 'GET', path, headers })).text);
  }

  private add(target: Target, faces: readonly Person['face'][]): void {
    const key = `${target.method} ${target.path.replace(UUID, '{id}')} ${target.fields.map(([name]) => name).join()}`;
    const known = this.targets.get(key);
    if (known) faces.forEach((face) => known.faces.add(face));
    else if (this.targets.size < TARGETS_MAX) this.targets.set(key, { target, faces: new Set(faces) });
  }

  /** Ids and tokens to ask for again; the newest push the oldest out. */
  private learn(text: string): void {
    const { ids, tokens } = this.seen;
    for (const [id] of text.matchAll(UUID)) if (!ids.includes(id) && this.isNobodys(id)) ids.push(id);
    for (const [, token] of text.matchAll(/\/pay\/([\w-]{43})/g)) if (!tokens.includes(token!)) tokens.push(token!);
    ids.splice(0, Math.max(0, ids.length - SEEN_MAX));
  }

  private isNobodys(id: string): boolean {
    return !this.seen.businesses.includes(id);
  }

  private async volley(count: number): Promise<void> {
    const shots = Array.from({ length: count }, () => this.draw());
    const alive = { who: 'stranger', method: 'GET', path: '/healthz', headers: {} };
    const [health, ...hits] = await Promise.all([alive, ...shots].map((shot) => fire(this.ask.url, shot)));
    shots.forEach((shot, i) => this.judge(shot, hits[i]!));
    if (health!.status !== 200)
      this.find(alive, `/healthz: ${health!.status ?? health!.trouble}, beside the last ones`);
    await this.explainEvents();
    for (const [i, shot] of shots.entries()) await this.heal(shot, hits[i]!);
  }

  private draw(): Shot {
    const list = [...this.targets.values()];
    const { target, faces } = this.random.pick(list);
    // Mostly who belongs there; sometimes anybody.
    const fitting = this.people.filter(({ face }) => faces.has(face));
    const person = this.random.pick(this.random.chance(0.9) ? fitting : this.people);
    const seen: Seen = { ...this.seen, email: person.email ?? 'nobody@fuzz.test' };
    return buildShot(this.random, target, person, seen);
  }

  private judge(shot: Shot, hit: Hit): void {
    this.number += 1;
    if (shot.method === 'POST' && /\/demo\/again/i.test(shot.path)) this.demoWasAskedFor = true;
    const status = hit.status ?? (shot.isCut ? 'cut' : 'none');
    this.byStatus[status] = (this.byStatus[status] ?? 0) + 1;
    const fault = faultOf(shot, hit);
    if (fault !== undefined) this.find(shot, fault);
    const requestId = hit.headers['x-request-id'];
    if (hit.status === undefined || typeof requestId !== 'string') this.unanswered += 1;
    else if (this.ask.events) this.answered.set(requestId, { shot, status: hit.status, number: this.number });
    // Of staff and members nothing is learnt: who is disabled or removed could play no part any more.
    if (hit.status === 200 && !/staff|members|\/me\b/.test(shot.path)) this.learn(hit.text);
    if (hit.status === 200 && /html/.test(hit.headers['content-type'] ?? '') && shot.path.startsWith('/b/')) {
      for (const target of targetsOfPage(hit.text)) this.add(target, ['none', 'web']);
    }
  }

  /** Every event is the program's own or the answer to a request that may append it. */
  private async explainEvents(): Promise<void> {
    for (const event of (await this.ask.events?.since()) ?? []) {
      this.events += 1;
      const cause = this.answered.get(event.requestId);
      if (event.actorType === 'system' || (this.demoWasAskedFor && event.requestId.startsWith('demo-'))) continue;
      if (cause) {
        const why = causeless(event, cause.shot, cause.status);
        if (why !== undefined) this.find(cause.shot, why, cause.number);
      } else if ((this.unanswered -= 1) < 0) {
        this.findings.push({
          number: this.number,
          what: `${event.type} appended for no request that was sent`,
          curl: '',
        });
      }
    }
    this.answered.clear();
  }

  private find(shot: Shot, what: string, number = this.number): void {
    this.findings.push({ number, what: `${shot.who}: ${what}`, curl: curlOf(this.ask.url, shot) });
  }

  /** A session that this request has ended is begun anew. */
  private async heal({ who, path, method }: Shot, { status = 0 }: Hit): Promise<void> {
    const person = this.people.find(({ name }) => name === who)!;
    const hasEnded = /sign-out|sessions\/current|sign-in/.test(path) && status < 400 && method !== 'GET';
    if (person.email && hasEnded) await signIn(this.send, person);
  }

  private async renewSessions(): Promise<void> {
    for (const person of this.people) {
      if (person.email && !(await isSignedIn(this.send, person))) await signIn(this.send, person);
    }
  }
}
