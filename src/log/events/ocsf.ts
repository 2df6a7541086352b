import type { AuditEventView } from './audit-reader.service.js';
import { eventTypesOf, RECORDED_ENDS, type RecordedEventType } from '../recorded-commands.js';
import { EVENT_CATALOGUE, type EventType, type Outcome } from './event-catalogue.js';

/**
 * Events in the Open Cybersecurity Schema Framework, for security tools. Only on export: mappings change, signed bytes must
 * not. What OCSF has no place for is in `unmapped`, so nothing is lost. Personal details are not in the events, so they are
 * not here either.
 */
const OCSF_VERSION = '1.3.0';

/** The classes used here, with the activities of OCSF 1.3 that occur in them. */
export const OCSF_CLASSES = {
  accountChange: {
    uid: 3001,
    name: 'Account Change',
    activities: { Create: 1, Enable: 2, 'Password Change': 3, 'Password Reset': 4, Disable: 5, Other: 99 },
  },
  authentication: { uid: 3002, name: 'Authentication', activities: { Logon: 1, Logoff: 2 } },
  entityManagement: {
    uid: 3004,
    name: 'Entity Management',
    activities: { Create: 1, Read: 2, Update: 3, Delete: 4, Enable: 8, Disable: 9, Other: 99 },
  },
  userAccess: {
    uid: 3005,
    name: 'User Access Management',
    activities: { 'Assign Privileges': 1, 'Revoke Privileges': 2 },
  },
  apiActivity: { uid: 6003, name: 'API Activity', activities: { Create: 1, Read: 2, Other: 99 } },
} as const;

type ClassName = keyof typeof OCSF_CLASSES;
type OcsfKind = {
  [C in ClassName]: readonly [className: C, activity: keyof (typeof OCSF_CLASSES)[C]['activities']];
}[ClassName];

/** A recorded command changes the business as a whole, or was to. */
const OF_RECORDED_COMMANDS = Object.fromEntries(
  RECORDED_ENDS.flatMap(eventTypesOf).map((type): [string, OcsfKind] => [type, ['entityManagement', 'Update']]),
) as Record<RecordedEventType, OcsfKind>;

/** Where each type goes; a type that is missing is a fault of types. */
export const OCSF_KINDS: Readonly<Record<EventType, OcsfKind>> = {
  'business.signed-up': ['accountChange', 'Create'],
  'business.settings-changed': ['entityManagement', 'Update'],
  'business.details-changed': ['entityManagement', 'Update'],
  ...OF_RECORDED_COMMANDS,
  'snapshot.digested': ['entityManagement', 'Read'],
  'snapshot.verified': ['entityManagement', 'Read'],
  'snapshot.viewed': ['entityManagement', 'Read'],
  'snapshot.purged': ['entityManagement', 'Delete'],
  'snapshot.hold-placed': ['entityManagement', 'Update'],
  'snapshot.hold-lifted': ['entityManagement', 'Update'],
  'evidence.sheet-made': ['entityManagement', 'Read'],
  'support.requested': ['entityManagement', 'Other'],
  'support.refused': ['entityManagement', 'Other'],
  'support.expired': ['entityManagement', 'Other'],
  'support.approval-denied': ['entityManagement', 'Other'],
  'support.feed-disconnected': ['entityManagement', 'Disable'],
  'support.link-sent': ['entityManagement', 'Other'],
  'support.withdrawn': ['entityManagement', 'Other'],
  'support.note-added': ['entityManagement', 'Other'],
  'support.answer-sent': ['entityManagement', 'Other'],
  'support.notice-resent': ['entityManagement', 'Other'],
  'support.sign-in-lock-lifted': ['entityManagement', 'Other'],
  'bank-feed.consent-requested': ['entityManagement', 'Create'],
  'bank-feed.connected': ['entityManagement', 'Enable'],
  'bank-feed.failed': ['entityManagement', 'Other'],
  'bank-feed.disconnected': ['entityManagement', 'Disable'],
  'books.imported': ['apiActivity', 'Create'],
  'books.exported': ['apiActivity', 'Read'],
  'books.pack-requested': ['apiActivity', 'Read'],
  'books.packed': ['apiActivity', 'Read'],
  'pay-link.issued': ['entityManagement', 'Create'],
  'pay-link.revoked': ['entityManagement', 'Disable'],
  'document.mailed': ['entityManagement', 'Other'],
  'payment.received': ['entityManagement', 'Create'],
  'payment.recorded': ['entityManagement', 'Update'],
  'payment.recording-undone': ['entityManagement', 'Update'],
  'payment.taken-back': ['entityManagement', 'Update'],
  'payment.set-aside': ['entityManagement', 'Update'],
  'payment.set-aside-undone': ['entityManagement', 'Update'],
  'demo.started-again': ['entityManagement', 'Other'],
  'membership.invited': ['entityManagement', 'Create'],
  'membership.invitation-resent': ['entityManagement', 'Update'],
  'membership.invitation-withdrawn': ['entityManagement', 'Delete'],
  'membership.granted': ['userAccess', 'Assign Privileges'],
  'membership.revoked': ['userAccess', 'Revoke Privileges'],
  'review.opened': ['entityManagement', 'Create'],
  'review.read': ['entityManagement', 'Read'],
  'review.item-noted': ['entityManagement', 'Update'],
  'review.submitted': ['entityManagement', 'Update'],
  'review.returned': ['entityManagement', 'Update'],
  'review.signed': ['entityManagement', 'Update'],
  'review.sign-off-denied': ['entityManagement', 'Other'],
  'access-review.opened': ['entityManagement', 'Create'],
  'access-review.decided': ['entityManagement', 'Update'],
  'access-review.decision-denied': ['entityManagement', 'Other'],
  'access-review.signed': ['entityManagement', 'Update'],
  'audit.read': ['apiActivity', 'Read'],
  'audit.searched': ['apiActivity', 'Read'],
  'audit.read-by-key': ['apiActivity', 'Read'],
  'audit.read-by-staff': ['apiActivity', 'Read'],
  'audit.heartbeat': ['apiActivity', 'Other'],
  'audit.exported': ['apiActivity', 'Read'],
  'audit.subscriber-added': ['entityManagement', 'Create'],
  'audit.subscriber-removed': ['entityManagement', 'Delete'],
  'audit.checkpoint-mailed': ['apiActivity', 'Read'],
  'audit.personal-details-erased': ['entityManagement', 'Delete'],
  'audit.verified': ['apiActivity', 'Other'],
  'audit.reader-key-added': ['entityManagement', 'Create'],
  'audit.reader-key-ended': ['entityManagement', 'Disable'],
  'session.started': ['authentication', 'Logon'],
  'session.denied': ['authentication', 'Logon'],
  'session.confirmed': ['authentication', 'Logon'],
  'session.ended': ['authentication', 'Logoff'],
  'staff-session.started': ['authentication', 'Logon'],
  'staff-session.denied': ['authentication', 'Logon'],
  'staff-session.ended': ['authentication', 'Logoff'],
  'staff.second-factor-enrolled': ['accountChange', 'Other'],
  'business.viewed-by-staff': ['entityManagement', 'Read'],
  'user.address-confirmed': ['accountChange', 'Other'],
  'user.password-changed': ['accountChange', 'Password Change'],
  'user.password-reset-asked': ['accountChange', 'Other'],
  'user.password-reset': ['accountChange', 'Password Reset'],
  'user.second-factor-enrolled': ['accountChange', 'Other'],
  'user.second-factor-removed': ['accountChange', 'Other'],
  'user.passkey-added': ['accountChange', 'Other'],
  'user.passkey-removed': ['accountChange', 'Other'],
  'user.sessions-ended': ['authentication', 'Logoff'],
  'user.email-change-asked': ['accountChange', 'Other'],
  'user.email-changed': ['accountChange', 'Other'],
  'staff.added': ['accountChange', 'Create'],
  'staff.disabled': ['accountChange', 'Disable'],
  'staff.enabled': ['accountChange', 'Enable'],
  'staff.role-changed': ['accountChange', 'Other'],
  'staff.second-factor-reset': ['accountChange', 'Other'],
  'staff.password-reset': ['accountChange', 'Password Reset'],
  'staff.password-chosen': ['accountChange', 'Password Change'],
  'staff.sessions-ended': ['authentication', 'Logoff'],
  'staff.sign-on-linked': ['accountChange', 'Other'],
  'staff.passkey-added': ['accountChange', 'Other'],
  'staff.passkey-removed': ['accountChange', 'Other'],
  'staff.change-asked': ['accountChange', 'Other'],
  'staff.change-refused': ['accountChange', 'Other'],
  'staff.change-expired': ['accountChange', 'Other'],
  'staff.change-approval-denied': ['accountChange', 'Other'],
};

const STATUS: Readonly<Record<Outcome, { status_id: number; status: string }>> = {
  pending: { status_id: 99, status: 'pending' },
  success: { status_id: 1, status: 'Success' },
  denied: { status_id: 2, status: 'Failure' },
  failed: { status_id: 2, status: 'Failure' },
};
const SEVERITY: Readonly<Record<Outcome, { severity_id: number; severity: string }>> = {
  pending: { severity_id: 1, severity: 'Informational' },
  success: { severity_id: 1, severity: 'Informational' },
  denied: { severity_id: 2, severity: 'Low' },
  failed: { severity_id: 3, severity: 'Medium' },
};
const USER_TYPES = {
  user: { type_id: 1, type: 'User' },
  staff: { type_id: 2, type: 'Admin' },
  system: { type_id: 3, type: 'System' },
  anonymous: { type_id: 0, type: 'Unknown' },
} as const;

type OcsfObject = Record<string, unknown>;

/** One event; `logName` is the log's origin. Throws for a type that the catalogue does not have. */
export function ocsfOf(event: AuditEventView, leafIndex: number, logName: string): OcsfObject {
  const kind = OCSF_KINDS[event.type as EventType] as OcsfKind | undefined;
  if (!kind) throw new Error(`Entry ${leafIndex} is of the unknown type ${event.type}.`);
  const [className, activity] = kind;
  const { uid: class_uid, name: class_name, activities } = OCSF_CLASSES[className];
  const activity_id = (activities as Readonly<Record<string, number>>)[activity]!;
  const category_uid = Math.floor(class_uid / 1000);
  return {
    class_uid,
    class_name,
    category_uid,
    category_name: category_uid === 3 ? 'Identity & Access Management' : 'Application Activity',
    activity_id,
    activity_name: activity_id === 99 ? event.type : activity,
    type_uid: class_uid * 100 + activity_id,
    type_name: `${class_name}: ${activity}`,
    time: Date.parse(event.time),
    message: EVENT_CATALOGUE[event.type as EventType].summary,
    ...STATUS[event.data.outcome],
    ...(event.data.reason && { status_code: event.data.reason }),
    ...SEVERITY[event.data.outcome],
    metadata: metadataOf(event, leafIndex, logName),
    actor: { user: userOf(event.data.actor) },
    ...ofClass(className, event),
    unmapped: unmappedOf(event),
  };
}

function metadataOf({ id, type, time, data }: AuditEventView, sequence: number, log_name: string): OcsfObject {
  return {
    version: OCSF_VERSION,
    product: { name: 'Ardoise', vendor_name: 'Ardoise' },
    uid: id,
    event_code: type,
    original_time: time,
    log_name,
    sequence,
    ...(data.operation_id && { correlation_uid: data.operation_id }),
  };
}

function userOf({ type, id, roles }: AuditEventView['data']['actor']): OcsfObject {
  return {
    ...(id === undefined ? { name: type } : { uid: id }),
    ...USER_TYPES[type],
    ...(roles.length > 0 && { groups: roles.map((name) => ({ name })) }),
  };
}

/** What each class demands of its own. */
function ofClass(className: ClassName, event: AuditEventView): OcsfObject {
  const { details, request, actor } = event.data;
  switch (className) {
    case 'accountChange':
      return { user: subjectAsUser(event) };
    case 'authentication':
      return {
        // A sign-in that failed is nobody's: its subject is the attempt.
        user: event.subject.startsWith('session/') ? userOf(actor) : subjectAsUser(event),
        service: { name: 'Ardoise' },
        ...(typeof details.session_id === 'string' && { session: { uid: details.session_id } }),
      };
    case 'entityManagement':
      return { entity: subjectAsResource(event) };
    case 'userAccess':
      return {
        user: { uid: details.user_id, ...USER_TYPES.user },
        privileges: [details.role],
        resource: subjectAsResource(event),
      };
    case 'apiActivity':
      return {
        api: { operation: event.type, request: { uid: request.id }, service: { name: 'Ardoise' } },
        // Demanded by the class; the address is personal and stays beside the log.
        src_endpoint: { name: 'withheld' },
        resources: [subjectAsResource(event)],
      };
  }
}

/** `business/<id>` → type and uid. */
function subjectAsResource({ subject }: AuditEventView): { type: string; uid: string } {
  const slash = subject.indexOf('/');
  return { type: subject.slice(0, slash), uid: subject.slice(slash + 1) };
}

/** The account that an event is about; a sign-up is about a business and names its user in the details. */
function subjectAsUser(event: AuditEventView): OcsfObject {
  const { type, uid } = subjectAsResource(event);
  if (type === 'staff') return { uid, ...USER_TYPES.staff };
  const { user_id } = event.data.details;
  return { uid: type === 'user' ? uid : user_id, ...USER_TYPES.user };
}

function unmappedOf({ subject, data }: AuditEventView): OcsfObject {
  const { outcome, reason: _reason, operation_id: _operation, actor, ...rest } = data;
  return {
    subject,
    outcome,
    ...rest,
    actor_type: actor.type,
    ...(actor.original_owner !== undefined && { original_owner: actor.original_owner }),
  };
}
