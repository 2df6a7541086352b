import { Body, Controller, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { rolesOf, type Standing } from '../access/ability.js';
import { Acting, InStanding } from '../access/acting.decorator.js';
import { Requires } from '../access/requires.decorator.js';
import { jsonFile } from '../accounting/json-file.js';
import { AuditReader } from '../audit/audit-reader.service.js';
import type { UserActor } from '../kernel/actor.js';
import { AppError } from '../kernel/app-error.js';
import { idempotencyKeySchema, idSchema, pageSchema, printable, type PageRequest } from '../kernel/schemas.js';
import { Snapshots } from '../books/snapshots.service.js';
import { Previews, viewOfSnapshot } from './previews.service.js';
import { Resets, type ResetRequest, type RestoreRequest } from './resets.service.js';
import { SnapshotLook } from './snapshot-look.service.js';

/** The typed address is not checked for its form: whatever it is, it matches or it does not. */
export const resetSchema = z.strictObject({
  signUpEmail: z.string().max(1_000),
  reason: printable(1_000).optional(),
  expectedBookId: idSchema.optional(),
});
export const restoreSchema = resetSchema.extend({ snapshotId: idSchema.optional() });
const restorePreviewSchema = z.strictObject({ snapshot: z.string().max(100).optional() });

const KEY_HEADER = {
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key and body give the same answer',
};

@ApiTags('reset and restore')
@Controller('api/v1/businesses/:b')
export class ResetsController {
  constructor(
    private readonly resets: Resets,
    private readonly previews: Previews,
    private readonly snapshots: Snapshots,
    private readonly look: SnapshotLook,
    private readonly auditReader: AuditReader,
  ) {}

  @Get('reset-preview')
  @Requires('read', 'Business')
  resetPreview(@Acting() actor: UserActor, @InStanding() standing: Standing) {
    return this.previews.reset(actor, standing);
  }

  @Post('resets')
  @Requires('reset', 'Business')
  @ApiHeader(KEY_HEADER)
  reset(
    @Acting() actor: UserActor,
    @InStanding() standing: Standing,
    @Body({ schema: resetSchema }) ask: ResetRequest,
    @Headers('idempotency-key') key?: string,
  ) {
    return this.resets.reset(actor, standing, ask, idempotencyKey(key));
  }

  @Get('snapshots')
  @Requires('read', 'Snapshot')
  async listSnapshots(@InStanding() standing: Standing) {
    return (await this.snapshots.list(standing.businessId)).map(viewOfSnapshot);
  }

  @Get('snapshots/:s/counts')
  @Requires('look-at', 'Snapshot')
  snapshotCounts(@Acting() actor: UserActor, @InStanding() standing: Standing, @Param('s') id: string) {
    return this.look.counts(actor, standing, id);
  }

  @Get('snapshots/:s/trial-balance')
  @Requires('look-at', 'Snapshot')
  async snapshotTrialBalance(@Acting() actor: UserActor, @InStanding() standing: Standing, @Param('s') id: string) {
    return jsonFile(await this.look.trialBalance(actor, standing, id));
  }

  @Get('snapshots/:s/journal-entries')
  @Requires('look-at', 'Snapshot')
  snapshotEntries(
    @Acting() actor: UserActor,
    @InStanding() standing: Standing,
    @Param('s') id: string,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    return this.look.entries(actor, standing, id, page);
  }

  @Get('restore-preview')
  @Requires('read', 'Business')
  restorePreview(
    @Acting() actor: UserActor,
    @InStanding() standing: Standing,
    @Query({ schema: restorePreviewSchema }) ask: z.infer<typeof restorePreviewSchema>,
  ) {
    return this.previews.restore(actor, standing, ask.snapshot);
  }

  @Post('restores')
  @Requires('restore', 'Business')
  @ApiHeader(KEY_HEADER)
  restore(
    @Acting() actor: UserActor,
    @InStanding() standing: Standing,
    @Body({ schema: restoreSchema }) ask: RestoreRequest,
    @Headers('idempotency-key') key?: string,
  ) {
    return this.resets.restore(actor, standing, ask, idempotencyKey(key));
  }

  @Get('audit-events')
  @Requires('read', 'AuditEvent')
  auditEvents(
    @Acting() actor: UserActor,
    @InStanding() standing: Standing,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    const reading = { actor, roles: rolesOf(actor, standing) };
    return this.auditReader.ofBusiness(reading, standing.businessId, page.limit, page.after);
  }
}

/** Throws VALIDATION for a key that is none. */
function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const read = idempotencyKeySchema.safeParse(header);
  if (read.success) return read.data;
  throw new AppError('VALIDATION', 'The Idempotency-Key must be 1 to 255 printable ASCII characters.', {
    errors: [{ path: 'Idempotency-Key', message: read.error.issues[0]!.message }],
  });
}
