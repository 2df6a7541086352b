import type { ReviewView } from '../../reviews/review-views.js';

/** What was just done here, or that somebody else was faster. */
export type News = 'note' | 'submit' | 'sign' | 'return' | 'stale';

export interface StepProps {
  readonly view: ReviewView;
  readonly onNews: (news: News) => void;
}
