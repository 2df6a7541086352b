export const REVIEW_STATES = ['draft', 'submitted', 'returned', 'signed'] as const;
/** `returned` is a draft again, with what the second person says is missing. */
export type ReviewState = (typeof REVIEW_STATES)[number];

export const VERDICTS = ['ok', 'exception', 'question'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const SAMPLE_MAX = 200;
export const NOTE_MAX = 2_000;
/** A report that is larger is of two periods. */
export const OPERATIONS_MAX = 100_000;
