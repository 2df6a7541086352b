/** Why something is done to an account, by what is done: what the log is told, besides the number of a ticket. */
export const STAFF_REASONS = {
  add: ['JOINED', 'REPLACES', 'TEMPORARY'],
  'change-role': ['OTHER_WORK', 'TEMPORARY', 'CORRECTION'],
  disable: ['LEFT', 'UNUSED', 'COMPROMISED'],
  enable: ['RETURNED', 'CORRECTION'],
  'reset-second-factor': ['PHONE_LOST', 'PHONE_REPLACED', 'COMPROMISED'],
  'reset-password': ['FORGOTTEN', 'EXPIRED', 'COMPROMISED'],
  'end-sessions': ['LEFT_OPEN', 'PHONE_LOST', 'COMPROMISED'],
} as const;
export type StaffChangeReason = (typeof STAFF_REASONS)[keyof typeof STAFF_REASONS][number];
