import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { StaffId } from '../platform/kernel/ids.js';
import { idSchema } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import { AccessReviews } from '../review/access-reviews/access-reviews.service.js';
import type { PageContent } from './panel-page.js';

const decisionSchema = z.strictObject({
  review: idSchema,
  account: idSchema,
  decision: z.enum(['confirm', 'remove']),
});
const signSchema = z.strictObject({ review: idSchema });

/** The reviews of who has which role: the list with the one that is due, and one of them. */
@Injectable()
export class AccessReviewPages {
  constructor(private readonly reviews: AccessReviews) {}

  pages(): Readonly<Record<'access-reviews' | 'access-review', PageContent>> {
    return {
      'access-reviews': {
        read: () => this.reviews.list(),
        commands: {
          open: {
            may: 'manage',
            on: 'AccessReview',
            run: async (actor) => ({ reviewId: await this.reviews.open(actor) }),
          },
        },
      },
      'access-review': {
        read: (_, { id }) => this.reviews.read(id),
        commands: {
          decide: {
            may: 'manage',
            on: 'AccessReview',
            run: async (actor, given) => {
              const { review, account, decision } = parsed(decisionSchema, given);
              await this.reviews.decide(actor, review, account as StaffId, decision);
              return this.reviews.read(review);
            },
          },
          sign: {
            may: 'approve',
            on: 'AccessReview',
            run: async (actor, given) => {
              const { review } = parsed(signSchema, given);
              await this.reviews.sign(actor, review);
              return this.reviews.read(review);
            },
          },
        },
      },
    };
  }
}
