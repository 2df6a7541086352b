import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { comparedKinds, DIFFERENCES, type Difference } from '../books/book-comparison.js';
import { Describe } from '../platform/api/describe.decorator.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { idSchema, pageSchema } from '../platform/kernel/schemas.js';
import type { MembershipFacts } from '../policy/ability.js';
import { Acting, InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { balanceDifferencesAnswer, comparisonAnswer, differentRowsAnswer } from './comparisons.answers.js';
import { Comparisons } from './comparisons.service.js';

const other = idSchema.optional().describe('Another snapshot, instead of the open books.');
const comparisonSchema = z.strictObject({ with: other });
const listSchema = pageSchema.extend({ with: other });

/** NOT_FOUND for what is none of the words. */
const oneOf = <Word extends string>(words: () => readonly Word[], what: string) => ({
  transform: (given: unknown): Word => {
    const word = words().find((each) => each === given);
    if (word === undefined) throw notFound(what);
    return word;
  },
});
const aKind = oneOf(comparedKinds, 'kind of data');
const aDifference = oneOf(() => DIFFERENCES, 'difference');

const PROBLEMS = ['SNAPSHOT_EXPIRED', 'AUDIT_UNAVAILABLE'] as const;

@ApiTags('reset and restore')
@Controller('api/v1/businesses/:b/snapshots/:s/comparison')
export class ComparisonsController {
  constructor(private readonly comparisons: Comparisons) {}

  @Get()
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'Compare a snapshot with the open books',
    description:
      'What a restore would bring back, what it would overwrite, and what both hold with other content, counted for each ' +
      'kind. Rows are the same by their id, or else by their number, code or name.',
    answers: { 200: 'How many differ.' },
    body: comparisonAnswer,
    problems: PROBLEMS,
  })
  async compare(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: comparisonSchema }) ask: z.infer<typeof comparisonSchema>,
  ) {
    return { kinds: await this.comparisons.kinds(await this.comparisons.open(actor, membership, id, ask.with)) };
  }

  @Get(':kind/:difference')
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'List what differs between a snapshot and the open books',
    description: 'What each of the two says of every row of one kind that differs in one way.',
    answers: { 200: 'A page of them.' },
    body: differentRowsAnswer,
    problems: PROBLEMS,
  })
  async rows(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Param('kind', aKind) kind: string,
    @Param('difference', aDifference) difference: Difference,
    @Query({ schema: listSchema }) ask: z.infer<typeof listSchema>,
  ) {
    const compared = await this.comparisons.open(actor, membership, id, ask.with);
    return this.comparisons.rows(compared, kind, difference, ask);
  }

  @Get('balances')
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'Compare the balances of a snapshot with those of the open books',
    description: 'The accounts whose balance differs, by number; a balance is debits less credits.',
    answers: { 200: 'A page of them.' },
    body: balanceDifferencesAnswer,
    problems: PROBLEMS,
  })
  async balances(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: listSchema }) ask: z.infer<typeof listSchema>,
  ) {
    return this.comparisons.balances(await this.comparisons.open(actor, membership, id, ask.with), ask);
  }
}
