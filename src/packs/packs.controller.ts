import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { Describe, DescribeRaw } from '../platform/api/describe.decorator.js';
import { LOCALES, type UserActor } from '../platform/kernel/actor.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { idSchema } from '../platform/kernel/schemas.js';
import type { MembershipFacts } from '../policy/ability.js';
import { Acting, InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { packAnswer, packsAnswer } from './packs.answers.js';
import { Packs } from './packs.service.js';
import { sendPack } from './send-pack.js';

const snapshotId = idSchema.optional().describe('Of this snapshot, instead of the open books.');
const packSchema = z
  .strictObject({
    snapshotId,
    locale: z.enum(LOCALES).optional().describe('Of its words; that of the person who asks unless another is named.'),
  })
  .meta({ id: 'PackRequest', description: 'What to pack.', examples: [{ locale: 'en' }] });
const packsQuery = z.strictObject({ snapshotId });

const PROBLEMS = ['SNAPSHOT_EXPIRED', 'AUDIT_UNAVAILABLE'] as const;

@ApiTags('reset and restore')
@Controller('api/v1/businesses/:b/packs')
export class PacksController {
  constructor(private readonly packs: Packs) {}

  @Post()
  @HttpCode(202)
  @Requires('export', 'Accounting')
  @Describe({
    summary: 'Ask for everything as one file',
    description:
      'All reports as PDF and CSV, the FEC file, each list and each table, and `SHA256SUMS`, in one zip, all of one moment. It is ' +
      'made in the background, one at a time in a business: who asks meanwhile gets the same. Of a snapshot for those who may ' +
      'look at it.',
    answers: { 202: 'It will be made: look at it until it is.' },
    body: packAnswer,
    problems: [...PROBLEMS, 'REQUEST_IN_PROGRESS'],
  })
  ask(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: packSchema }) ask: z.infer<typeof packSchema>,
  ) {
    return this.packs.ask(actor, membership, ask.locale ?? actor.locale, ask.snapshotId);
  }

  @Get()
  @Requires('export', 'Accounting')
  @Describe({
    summary: 'List packs',
    description: 'Of the open books, or of a snapshot. A new one replaces the one before.',
    answers: { 200: 'The latest of them.' },
    body: packsAnswer,
    problems: ['SNAPSHOT_EXPIRED'],
  })
  async list(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: packsQuery }) ask: z.infer<typeof packsQuery>,
  ) {
    return { items: await this.packs.list(actor, membership, ask.snapshotId) };
  }

  @Get(':k')
  @Requires('export', 'Accounting')
  @Describe({
    summary: 'Look at a pack',
    description:
      'How far it is, and once it is made what it is. It stays with the books it was made of when they are sealed.',
    answers: { 200: 'The pack.' },
    body: packAnswer,
    problems: ['SNAPSHOT_EXPIRED'],
  })
  get(@Acting() actor: UserActor, @InMembership() membership: MembershipFacts, @Param('k', pathId('pack')) id: string) {
    return this.packs.get(actor, membership, id);
  }

  @Get(':k/file')
  @Requires('export', 'Accounting')
  @DescribeRaw({
    summary: 'Download a pack',
    description:
      'The zip. `Repr-Digest` (RFC 9530) has its SHA-256, which the audit log has too. Recorded before it leaves.',
    answers: { 200: 'The file.' },
    body: z.string().meta({ format: 'binary', examples: ['PK…'] }),
    mediaType: 'application/zip',
    problems: [...PROBLEMS, 'INVALID_STATE'],
  })
  async file(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('k', pathId('pack')) id: string,
    @Res() response: Response,
  ): Promise<void> {
    await sendPack(response, await this.packs.open(actor, membership, id));
  }
}
