import { Body, Controller, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { rolesOf, type MembershipFacts } from '../policy/ability.js';
import { Acting, InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { Describe, DescribeRaw } from '../platform/api/describe.decorator.js';
import { trialBalanceAnswer, journalEntriesAnswer } from '../accounting/accounting.answers.js';
import { auditEventsAnswer } from '../log/events/audit.answers.js';
import { RECORDED_COMMANDS } from '../log/recorded-commands.js';
import { bookCountsAnswer } from '../books/books.answers.js';
import { jsonFile } from '../accounting/json-file.js';
import { AuditReader } from '../log/events/audit-reader.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { field, idempotencyKeySchema, pageSchema, type PageRequest } from '../platform/kernel/schemas.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { Snapshots } from '../books/snapshots.service.js';
import { Previews, viewOfSnapshot } from './previews.service.js';
import {
  resetAnswer,
  resetPreviewAnswer,
  restoreAnswer,
  restorePreviewAnswer,
  snapshotsAnswer,
} from './resets.answers.js';
import { Resets, type ResetRequest, type RestoreRequest } from './resets.service.js';
import { SnapshotView } from './snapshot-view.service.js';

const restorePreviewSchema = z.strictObject({
  snapshot: field(100)
    .optional()
    .describe('The id of a snapshot.')
    .meta({ examples: ['0193a5c2-2a11-7d66-9f23-4a5b6c7d8e05'] }),
});

@ApiTags('reset and restore')
@Controller('api/v1/businesses/:b')
export class ResetsController {
  constructor(
    private readonly resets: Resets,
    private readonly previews: Previews,
    private readonly snapshots: Snapshots,
    private readonly look: SnapshotView,
    private readonly auditReader: AuditReader,
  ) {}

  @Get('reset-preview')
  @Requires('read', 'Business')
  @Describe({
    summary: 'Look at what a reset would do',
    description: 'Changes and records nothing. What stands in the way is found by the code that decides a reset.',
    answers: { 200: 'What a reset made now would do.' },
    body: resetPreviewAnswer,
  })
  resetPreview(@Acting() actor: UserActor, @InMembership() membership: MembershipFacts) {
    return this.previews.reset(actor, membership);
  }

  @Post('resets')
  @Requires('reset', 'Business')
  @Describe({
    summary: 'Reset the books',
    description:
      'Sets all accounting data aside as a snapshot and opens fresh books, as on the day of sign-up, in one short ' +
      'transaction at any size. `signUpEmail` must be the address used to sign up, whatever it is now. Every attempt is ' +
      'recorded. After a refusal the `Idempotency-Key` is free again: remove the obstacle and send the same request.',
    answers: { 201: 'The books are fresh; the snapshot holds what they were.' },
    body: resetAnswer,
  })
  reset(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: RECORDED_COMMANDS['business.reset'].request }) ask: ResetRequest,
    @Headers('idempotency-key') key?: string,
  ) {
    return this.resets.reset(actor, membership, ask, idempotencyKey(key));
  }

  @Get('snapshots')
  @Requires('read', 'Snapshot')
  @Describe({
    summary: 'List snapshots',
    description: 'What resets and restores set aside, newest first, those included whose time is over.',
    answers: { 200: 'All of them, as a plain array.' },
    body: snapshotsAnswer,
  })
  async listSnapshots(@InMembership() membership: MembershipFacts) {
    return (await this.snapshots.list(membership.businessId)).map(viewOfSnapshot);
  }

  @Get('snapshots/:s/counts')
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'Count what is in a snapshot',
    description: 'Without restoring it. Each visit is recorded.',
    answers: { 200: 'The counts as of then.' },
    body: bookCountsAnswer,
    problems: ['SNAPSHOT_EXPIRED', 'AUDIT_UNAVAILABLE'],
  })
  snapshotCounts(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
  ) {
    return this.look.counts(actor, membership, id);
  }

  @Get('snapshots/:s/trial-balance')
  @Requires('look-at', 'Snapshot')
  @DescribeRaw({
    summary: 'Read the trial balance of a snapshot',
    description: 'Without restoring it. Each visit is recorded.',
    answers: { 200: 'The trial balance as of then.' },
    body: trialBalanceAnswer,
    problems: ['SNAPSHOT_EXPIRED', 'AUDIT_UNAVAILABLE'],
  })
  async snapshotTrialBalance(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
  ) {
    return jsonFile(await this.look.trialBalance(actor, membership, id));
  }

  @Get('snapshots/:s/journal-entries')
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'List journal entries of a snapshot',
    description: 'Without restoring it, latest first. Each visit is recorded.',
    answers: { 200: 'A page of them.' },
    body: journalEntriesAnswer,
    problems: ['SNAPSHOT_EXPIRED', 'AUDIT_UNAVAILABLE'],
  })
  snapshotEntries(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    return this.look.entries(actor, membership, id, page);
  }

  @Get('restore-preview')
  @Requires('read', 'Business')
  @Describe({
    summary: 'Look at what a restore would do',
    description:
      'Changes and records nothing. Without `snapshot` it is about what a restore without a choice would bring back.',
    answers: { 200: 'What a restore made now would do.' },
    body: restorePreviewAnswer,
    problems: ['NOT_FOUND'],
  })
  restorePreview(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: restorePreviewSchema }) ask: z.infer<typeof restorePreviewSchema>,
  ) {
    return this.previews.restore(actor, membership, ask.snapshot);
  }

  @Post('restores')
  @Requires('restore', 'Business')
  @Describe({
    summary: 'Restore a snapshot',
    description:
      'Opens the books again exactly as the snapshot holds them; what they held until now becomes a snapshot itself, so ' +
      'that this can be undone too. `signUpEmail` must be the address used to sign up. Every attempt is recorded. After a ' +
      'refusal the `Idempotency-Key` is free again.',
    answers: { 201: 'The snapshot is open again.' },
    body: restoreAnswer,
  })
  restore(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: RECORDED_COMMANDS['business.restore'].request }) ask: RestoreRequest,
    @Headers('idempotency-key') key?: string,
  ) {
    return this.resets.restore(actor, membership, ask, idempotencyKey(key));
  }

  @Get('audit-events')
  @Requires('read', 'AuditEvent')
  @Describe({
    summary: 'Read the audit log of a business',
    description:
      'Its events, newest first, as they are signed and kept; the names and addresses of people lie elsewhere. Each ' +
      'reading is an event itself.',
    answers: { 200: 'A page of them.' },
    body: auditEventsAnswer,
    problems: ['AUDIT_UNAVAILABLE'],
  })
  auditEvents(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    const reading = { actor, roles: rolesOf(actor, membership) };
    return this.auditReader.ofBusiness(reading, membership.businessId, page.limit, page.after);
  }
}

/** Throws VALIDATION for a key that is none. */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const read = idempotencyKeySchema.safeParse(header);
  if (read.success) return read.data;
  throw new AppError('VALIDATION', 'The Idempotency-Key must be 1 to 255 printable ASCII characters.', {
    errors: [{ path: 'Idempotency-Key', message: read.error.issues[0]!.message }],
  });
}
