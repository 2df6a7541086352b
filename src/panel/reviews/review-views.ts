import type { Completeness } from '../../review/reviews/completeness.js';
import type { Operation, ReportScope } from '../../review/reviews/operation.js';
import type { ExceptionKind, ReportException, ReportMade, Totals } from '../../review/reviews/period-report.js';
import type { ReviewFault } from '../../review/reviews/review-content.js';
import type { ReviewState, Verdict } from '../../review/reviews/review-states.js';
import type { Sample } from '../../review/reviews/sample.js';

/** What the panel's API answers about reviews of a period. Times are ISO 8601 UTC. */
export interface ReviewsView {
  readonly rows: readonly ReviewRow[];
  readonly page: number;
  readonly hasMore: boolean;
}

export interface ReviewRow {
  readonly id: string;
  readonly from: string;
  readonly until: string;
  readonly business: NamedBusiness | null;
  readonly action: ReportScope['action'];
  readonly state: ReviewState;
  readonly operations: number;
  readonly exceptions: number;
  readonly isComplete: boolean;
  readonly reviewer: string;
  readonly isOwn: boolean;
  readonly openedAt: string;
  readonly decidedBy: string | null;
}

export interface NamedBusiness {
  readonly id: string;
  /** Absent of an id that is no business's: somebody tried it. */
  readonly name?: string;
}

/** What a review would be of, before it is opened. */
export interface ReviewPreview {
  readonly scope: ReportScope;
  readonly totals: Totals;
  readonly exceptions: readonly KindCount[];
  readonly isComplete: boolean;
}

export interface KindCount {
  readonly kind: ExceptionKind;
  readonly count: number;
}

/** The form of a new review: with what it would be of once that is chosen, or why it cannot be. */
export interface ReviewNewView {
  readonly preview: ReviewPreview | null;
  readonly business: NamedBusiness | null;
}

export interface ReviewView {
  readonly review: ReviewRow & {
    readonly version: number;
    readonly openedEventId: string;
    readonly submittedAt: string | null;
    readonly conclusion: string | null;
    readonly decidedAt: string | null;
    readonly decisionNote: string | null;
    readonly decidedEventId: string | null;
  };
  readonly made: ReportMade;
  readonly totals: Totals;
  readonly completeness: Completeness;
  readonly sample: Sample;
  readonly reportSha256: string;
  /** Of one that is signed. */
  readonly contentSha256: string | null;
  readonly faults: readonly ReviewFault[];
  readonly exceptions: readonly KindCount[];
  /** The first of each kind. */
  readonly shownExceptions: readonly ReportException[];
  readonly operations: Readonly<Record<string, Operation>>;
  readonly items: Readonly<Record<string, ItemView>>;
  readonly toJudge: number;
  readonly judged: number;
  readonly population: readonly Operation[];
  readonly page: number;
  readonly pages: number;
  /** Business names and addresses of people, by id, as they are today. */
  readonly names: Readonly<Record<string, string>>;
}

/** What was noted of an item. */
export interface ItemView {
  readonly verdict: Verdict;
  readonly note: string;
  readonly version: number;
  readonly by: string;
  readonly at: string;
  readonly eventId: string;
}
