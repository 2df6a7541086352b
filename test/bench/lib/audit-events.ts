import { randomBytes } from 'node:crypto';
import { sealEvent, type EventDraft } from '../../../src/log/events/envelope.js';
import { EVENT_CATALOGUE, THE_LOG, type EventKind, type EventType } from '../../../src/log/events/event-catalogue.js';
import { actionOfEvent } from '../../../src/log/recorded-commands.js';
import { STAFF_ROLES, type Actor } from '../../../src/platform/kernel/actor.js';
import { newId, type BusinessId, type StaffId, type UserId } from '../../../src/platform/kernel/ids.js';
import { sampleDraft } from '../../builders/sample-event.js';

/** How often each type occurs, in thousandths of the log: mostly people who sign in and read, and few resets. */
type Mix = Partial<Record<EventType, number>>;
const MIX: Mix = {
  'session.started': 270,
  'session.ended': 120,
  'session.denied': 45,
  'audit.read': 120,
  'books.exported': 100,
  'books.imported': 60,
  'bank-feed.consent-requested': 35,
  'bank-feed.connected': 30,
  'bank-feed.disconnected': 25,
  'bank-feed.failed': 30,
  'membership.granted': 30,
  'membership.revoked': 10,
  'snapshot.viewed': 30,
  'business.reset.requested': 15,
  'business.reset.completed': 9,
  'business.reset.denied': 5,
  'business.reset.failed': 1,
  'business.restore.requested': 6,
  'business.restore.completed': 5,
  'business.restore.denied': 1,
  'audit.searched': 30,
  'audit.heartbeat': 20,
  'user.email-changed': 3,
};
/** The same for whoever brings resets and restores of their own, whose events belong together. */
export const WITHOUT_SWITCHES: Mix = Object.fromEntries(
  Object.entries(MIX).filter(([type]) => actionOfEvent(type) === undefined),
);
/** One event in so many has the number of a ticket; so many events share it. */
const EVENTS_FOR_A_TICKET = 40;
const EVENTS_OF_A_TICKET = 120;
const EVENTS_FOR_A_BUSINESS = 500;
const USERS_OF_A_BUSINESS = 3;
const STAFF = 40;
const SPAN_MS = 365 * 86_400_000;

export interface MadeEvent {
  /** 32 hexadecimal digits. */
  readonly idHex: string;
  readonly payload: string;
}

/** Where a payload differs from another one of its type. */
type Slot = 'event' | 'subject' | 'time' | 'seq' | 'actor' | 'ticket' | 'id' | 'digest' | 'salt';
type Template = readonly (string | { readonly slot: Slot })[];

/** Values that stand in a sealed event for what is filled in later. */
const MARK = {
  subject: newId(),
  actor: newId(),
  time: new Date('2001-02-03T04:05:06.789Z'),
  seq: 987_654_321_012,
  ticket: 'TICKET-987654321',
};

/**
 * Events as they would be written in a year, in the order of their times: as many as asked for, spread evenly. A payload
 * is what `sealEvent` gives for its type, with ids, time, number, digest and salt filled in, since sealing each one would
 * take longer than everything else.
 */
export class EventMaker {
  readonly businesses: readonly BusinessId[];
  readonly users: readonly UserId[];
  readonly staff: readonly StaffId[];
  readonly seqs: number[];
  private readonly templates = new Map<string, Template>();
  private readonly types: readonly EventType[];
  private readonly startMs: number;
  private hex = '';
  private hexAt = 0;
  private made = 0;

  constructor(
    private readonly total: number,
    mix: Mix = MIX,
  ) {
    const count = Math.max(10, Math.round(total / EVENTS_FOR_A_BUSINESS));
    this.businesses = Array.from({ length: count }, () => newId<BusinessId>());
    this.users = Array.from({ length: count * USERS_OF_A_BUSINESS }, () => newId<UserId>());
    this.staff = Array.from({ length: STAFF }, () => newId<StaffId>());
    this.seqs = this.businesses.map(() => 0);
    this.types = (Object.keys(mix) as EventType[]).flatMap((type) => Array<EventType>(mix[type]!).fill(type));
    this.startMs = Date.now() - SPAN_MS - 3_600_000;
  }

  get count(): number {
    return this.made;
  }

  /** When the event with this number happens. */
  timeOf(index: number): Date {
    return new Date(this.startMs + Math.floor((index / this.total) * SPAN_MS));
  }

  ticketOf(index: number): string {
    return `SUP-${Math.floor(index / EVENTS_FOR_A_TICKET / EVENTS_OF_A_TICKET) + 1}`;
  }

  /** Some businesses are far larger than others: half of all events belong to a tenth of them. */
  pickBusiness(): number {
    const all = this.businesses.length;
    return Math.floor(Math.random() * (Math.random() < 0.45 ? Math.ceil(all / 10) : all));
  }

  next(): MadeEvent {
    const index = this.made++;
    const type = this.types[Math.floor(Math.random() * this.types.length)]!;
    const { subject } = EVENT_CATALOGUE[type];
    const business = this.pickBusiness();
    const user = this.users[business * USERS_OF_A_BUSINESS + Math.floor(Math.random() * USERS_OF_A_BUSINESS)]!;
    const staff = this.staff[Math.floor(Math.random() * STAFF)]!;
    const time = this.timeOf(index);
    const idHex = this.idHex(time.getTime());
    const subjects: Record<typeof subject, () => string> = {
      business: () => this.businesses[business]!,
      user: () => user,
      staff: () => staff,
      session: () => dashed(this.random(32)),
      log: () => THE_LOG,
      'reader-key': () => dashed(this.random(32)),
      review: () => dashed(this.random(32)),
      'access-review': () => dashed(this.random(32)),
    };
    const fill: Record<Slot, () => string> = {
      event: () => dashed(idHex),
      subject: subjects[subject],
      time: () => time.toISOString(),
      seq: () => String((this.seqs[business] = this.seqs[business]! + 1)),
      actor: () => (isByStaff(type) ? staff : user),
      ticket: () => this.ticketOf(index),
      id: () => dashed(this.random(32)),
      digest: () => this.random(64),
      salt: () => this.random(32),
    };
    const template = this.template(type, index % EVENTS_FOR_A_TICKET === 0);
    let payload = '';
    for (const part of template) payload += typeof part === 'string' ? part : fill[part.slot]();
    return { idHex, payload };
  }

  private template(type: EventType, hasTicket: boolean): Template {
    const key = `${type} ${hasTicket}`;
    let found = this.templates.get(key);
    if (!found) this.templates.set(key, (found = templateOf(type, hasTicket)));
    return found;
  }

  /** A UUIDv7 of that time, larger than those before. */
  private idHex(ms: number): string {
    const counter = (this.made & 0xfff).toString(16).padStart(3, '0');
    return `${ms.toString(16).padStart(12, '0')}7${counter}8${this.random(15)}`;
  }

  private random(digits: number): string {
    if (this.hexAt + digits > this.hex.length) {
      this.hex = randomBytes(1 << 16).toString('hex');
      this.hexAt = 0;
    }
    return this.hex.slice(this.hexAt, (this.hexAt += digits));
  }
}

function isByStaff(type: EventType): boolean {
  return type === 'audit.read' || type === 'audit.searched' || type === 'snapshot.viewed';
}

function templateOf(type: EventType, hasTicket: boolean): Template {
  const { event, digest, salt } = sealSample(type, hasTicket);
  const slots: [string, Slot][] = [
    [event.id, 'event'],
    [MARK.subject, 'subject'],
    [MARK.actor, 'actor'],
    [MARK.time.toISOString(), 'time'],
    [String(MARK.seq), 'seq'],
    [MARK.ticket, 'ticket'],
    [digest, 'digest'],
    [salt, 'salt'],
  ];
  const parts = event.payload
    .toString('utf8')
    .split(
      /([0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|(?<=")[0-9a-f]{32}(?=")|[\d-]{10}T[\d:.]{12}Z|987654321012|TICKET-987654321)/,
    );
  return parts.map((part, i) => {
    if (i % 2 === 0) return part;
    const slot = slots.find(([value]) => value === part)?.[1] ?? (part.length === 36 ? 'id' : undefined);
    return slot ? { slot } : part;
  });
}

function sealSample(type: EventType, hasTicket: boolean) {
  const { subject, demands }: EventKind = EVENT_CATALOGUE[type];
  const { type: _, ...sample } = sampleDraft(type);
  // Only what its type demands has evidence beside it.
  const { precondition, snapshot, reason, operationId, ...light } = sample;
  const evidence = demands ? { precondition, snapshot, reason, operationId } : {};
  const draft = {
    type,
    ...light,
    ...evidence,
    subjectId: subject === 'log' ? THE_LOG : MARK.subject,
    actor: actorOf(type, sample.actor),
    ...(hasTicket && { ticket: MARK.ticket }),
  } as EventDraft;
  const event = sealEvent(draft, MARK.time, subject === 'business' ? MARK.seq : undefined);
  const { data } = JSON.parse(event.payload.toString('utf8')) as {
    data: { salt: string; request: { digest: string } };
  };
  return { event, digest: data.request.digest.replace('sha256:', ''), salt: data.salt };
}

function actorOf(type: EventType, user: Actor): Actor {
  const { origin } = user;
  if (type === 'session.denied') return { type: 'anonymous', origin };
  if (type === 'audit.heartbeat') return { type: 'system', id: 'audit-heartbeat', origin };
  if (isByStaff(type)) return { type: 'staff', id: MARK.actor as StaffId, role: STAFF_ROLES[0], origin };
  return { ...user, id: MARK.actor as UserId } as Actor;
}

function dashed(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
