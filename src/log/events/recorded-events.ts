import { z } from 'zod';
import { RECORDED_COMMANDS, RECORDED_NAMES, type RecordedEventType, type RecordedName } from '../recorded-commands.js';
import { actor, done, id, none, reason, type EventKind } from './event-schemas.js';

/** Each attempt at a recorded command: by whom, whether that is the original owner, and which attempt (SPEC §6). */
const attempt = { operation_id: id, actor: actor.extend({ original_owner: z.boolean() }) };
const refused = { ...attempt, reason };
/** What must be known of each that was done, beside what its own line of the table demands. */
const allowed = {
  operation_id: id,
  actor: actor.extend({ id: z.string().max(64), original_owner: z.literal(true) }),
  authorization: z.strictObject({ decision: z.literal('allowed'), rule: z.string() }),
};

type DetailsOf<T extends RecordedEventType> = T extends `${infer N extends RecordedName}.completed`
  ? (typeof RECORDED_COMMANDS)[N]['completed']['details']
  : typeof none;

interface RecordedEvent<T extends RecordedEventType> extends EventKind {
  readonly subject: 'business';
  readonly details: DetailsOf<T>;
}

/** The four types of event of each recorded command, in the order of the table. */
export const RECORDED_EVENTS = Object.fromEntries(RECORDED_NAMES.flatMap(eventsOf)) as {
  readonly [T in RecordedEventType]: RecordedEvent<T>;
};

function eventsOf(name: RecordedName): [RecordedEventType, EventKind][] {
  const { events, completed } = RECORDED_COMMANDS[name];
  const subject = 'business';
  return [
    [
      `${name}.requested`,
      { summary: events.requested, subject, outcomes: ['pending'], demands: attempt, details: none },
    ],
    [
      `${name}.completed`,
      {
        summary: events.completed,
        subject,
        outcomes: done,
        demands: { ...allowed, ...completed.demands },
        details: completed.details,
      },
    ],
    [`${name}.denied`, { summary: events.denied, subject, outcomes: ['denied'], demands: refused, details: none }],
    [`${name}.failed`, { summary: events.failed, subject, outcomes: ['failed'], demands: refused, details: none }],
  ];
}
