import type { SupportTexts } from './support.fr.js';

export const supportEn: SupportTexts = {
  requestsNav: 'Requests',

  open: {
    'disconnect-feed': 'Disconnect at the owner’s request',
    'lift-sign-in-lock': 'Lift the sign-in lock',
    'send-link': 'Send the link to Manage your data',
    'resend-notice': 'Resend the notice',
    placeHold: 'Place a hold',
    liftHold: 'Lift the hold',
    about: 'of {what}',
  },
  helpTitle: 'Help the owner',
  notYours: {
    feeds: 'Support can ask for a bank to be disconnected, at the owner’s request.',
    members: 'Support can ask for the lock to be lifted that too many wrong passwords put on an account.',
    holds: 'Only the compliance team places a legal hold on a snapshot.',
  },
  disconnected: 'Already disconnected',
  held: 'Held',
  heldSince: 'since {at}',
  heldWhy: '{reason} (matter {ticket}, by {by})',
  restoredHeld: 'A snapshot under a legal hold was restored: its data is the present data.',
  restoredHeldSee: 'See the hold on the snapshot {id}',

  titles: {
    'disconnect-feed': 'Disconnect a bank at the owner’s request',
    'lift-sign-in-lock': 'Lift the sign-in lock of an account',
    'send-link': 'Send the link to Manage your data',
    'resend-notice': 'Resend the notice of the latest operation',
  },
  of: 'Business: {business}',
  back: 'Back to the business',

  whatHappens: 'What will happen',
  happens: {
    'disconnect-feed':
      'The connection to {institution} for the account {account} ends at once. Transactions received so far stay; no new ones arrive. To start again, the owner connects the bank anew.',
    'lift-sign-in-lock':
      'The failed attempts of {email} are forgotten. The person may try again at once, with the same password.',
    'send-link':
      'An e-mail with the link to Manage your data goes to {email}, in {language}. The link opens nothing by itself: it asks for a sign-in.',
    'resend-notice':
      'The notice of the {kind} of {at} is sent again, to the original owner and to everybody who has full access today:',
  },
  languages: { fr: 'French', en: 'English' },
  kinds: { reset: 'reset', restore: 'restore' },
  noticeUntil: 'It says that the way back is open until {until}.',
  feedNow: 'State now',
  lockNow: 'Right now',
  locked: (count) => `Locked after ${count} failed attempts`,
  notLocked: (count) =>
    count === 0 ? 'No failed attempt' : count === 1 ? '1 failed attempt, no lock' : `${count} failed attempts, no lock`,
  lastFailure: 'Last failed attempt',
  lockNote: 'Left alone, the lock ends by itself, at the latest a quarter of an hour after the failed attempts.',
  secondPerson: 'Somebody else must approve',
  secondPersonText:
    'Nothing is done yet: your request waits, for 24 hours at most, until a support lead other than you approves it.',

  blockedTitle: 'This is not possible now',
  blockers: {
    'disconnected-already': 'This bank is disconnected already. There is nothing to do.',
    'no-lock':
      'This account is not locked: the person can sign in. If the password is not right, it must be found again or changed.',
    'no-switch': 'There never was a reset or a restore: there is no notice to send.',
    'other-switch-since':
      'Something else happened since. Go back to the business and resend the notice of the latest one.',
    'snapshot-gone': 'The notice would promise a way back that is gone: the snapshot is no longer kept.',
    'asked-already': 'The same request waits for a decision already. See the page Requests.',
    'asker-disabled': 'The account of the person who asked is disabled. The request can only be refused.',
    gone: 'This person is no longer a member of the business. The request can only be refused.',
  },

  form: {
    title: 'Why',
    reason: 'Reason',
    reasonHint:
      'What was asked for, by whom, and how you know that it was them. 10 to 500 characters; the owner does not see it.',
    ticket: 'Ticket number',
    ticketHint: 'As it is in the support system, for instance SUP-1234.',
    problemTitle: 'There is a problem',
    problems: {
      reason: 'Write the reason, in 10 to 500 characters.',
      ticket: 'Enter the number of the ticket: letters, digits and # _ . : / -, without spaces.',
    },
    codes: {
      INVALID_STATE: 'Things have changed in the meantime. This is how they stand now.',
      IDEMPOTENCY_KEY_REUSED:
        'This form was sent already, with other words. Check in the timeline what was done before you send it again.',
      REQUEST_IN_PROGRESS: 'The same request is under way already. Wait a moment, then try again.',
      FORBIDDEN: 'Your role does not allow this.',
      SNAPSHOT_EXPIRED: 'The deletion of this snapshot has begun: it is too late to hold it.',
    },
    submit: {
      'disconnect-feed': 'Ask for the disconnection',
      'lift-sign-in-lock': 'Ask for the lock to be lifted',
      'send-link': 'Send the link',
      'resend-notice': 'Send the notice',
    },
    working: 'One moment…',
    cancel: 'Do nothing',
  },

  done: {
    'disconnect-feed': 'The bank is disconnected.',
    'lift-sign-in-lock': 'The lock is lifted.',
    'send-link': 'The link is on its way.',
    'resend-notice': 'The notice is on its way.',
    waits: 'Your request waits for somebody else',
    waitsText: 'Nothing has changed yet. A support lead finds it under Requests.',
    recorded: 'It is recorded in the audit log.',
    event: 'See the event',
    requests: 'See the requests',
  },

  requests: {
    title: 'Requests',
    lead: 'What support asked for and somebody else must decide. The oldest comes first.',
    waiting: 'Waiting',
    none: 'Nothing waits for a decision.',
    decided: 'Decided lately',
    noneDecided: 'No request was decided yet.',
    what: {
      'disconnect-feed': 'Disconnect {institution} · {account}',
      'lift-sign-in-lock': 'Lift the sign-in lock of {email}',
      gone: 'Lift the lock of a person who is no longer a member',
    },
    business: 'Business',
    askedBy: 'Asked by',
    askedByAt: '{name}, on {at}',
    reason: 'Reason',
    ticket: 'Ticket',
    until: 'To be decided by',
    approve: 'Approve',
    refuse: 'Refuse',
    approveTitle: 'Do it now?',
    approveNow: 'Yes, approve and do it',
    refuseTitle: 'Refuse the request',
    refuseReason: 'Reason of the refusal',
    refuseHint: 'What the person who asked must know. 10 to 500 characters.',
    refuseNow: 'Refuse the request',
    cancel: 'Cancel',
    own: 'You asked for it yourself: another support lead must decide.',
    notLead: 'Only a support lead decides.',
    approved: 'Approved: it is done.',
    refused: 'Refused: nothing has changed.',
    states: { pending: 'Waiting', approved: 'Approved', refused: 'Refused', expired: 'Expired' },
    state: 'Decision',
    by: '{state} by {name}, on {at}',
    byTime: '{state} on {at}',
    request: 'Request',
    event: 'Event',
    see: 'See',
  },

  hold: {
    title: 'Legal hold on a snapshot',
    snapshot: 'The snapshot',
    states: {
      kept: 'Kept',
      expired: 'Past its date, not yet deleted',
      gone: 'Deleted, or being deleted',
      restored: 'Restored: it is the present data',
    },
    standing: 'Holds that stand',
    none: 'None. The snapshot is deleted on its date.',
    by: 'By',
    since: 'Since',
    place: 'Place a hold',
    placeMore: 'Place another hold, for another matter',
    placeText:
      'As long as a hold stands, the snapshot is not deleted, even past its date. The owner can still restore it, and only sees that it is kept longer.',
    placeNow: 'Place the hold',
    lift: 'Lift this hold',
    liftTitle: 'Lift the hold {ticket}',
    liftText: 'If no other hold stands and its date has passed, the snapshot is deleted within minutes, for good.',
    liftNow: 'Lift the hold',
    reasonHint: 'The matter and what demands it. 10 to 500 characters; only compliance sees it.',
    ticket: 'Number of the matter',
    ticketHint: 'As it is in the register of compliance, for instance LEG-12.',
    placed: 'The snapshot is held.',
    lifted: 'The hold is lifted.',
    tooLate: 'The deletion of this snapshot has begun or is done: it can no longer be held.',
    restoredNote: 'This snapshot was restored. The hold counts again as soon as this data is sealed.',
  },
};
