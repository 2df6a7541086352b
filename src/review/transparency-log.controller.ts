import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { ActingRequest } from '../policy/access.guard.js';
import { Public } from '../policy/requires.decorator.js';
import { DescribeRaw } from '../platform/api/describe.decorator.js';
import { bearerToken, isSameOrigin, staffCookie, tokenInCookie } from '../people/identity/authentication.js';
import { isHttps, SETTINGS, type Settings } from '../platform/config/settings.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { fieldsOf, orAbsent } from '../platform/kernel/schemas.js';
import { formatNote } from '../platform/tlog/signed-note.js';
import { parseTilePath } from '../platform/tlog/tiles.js';
import { LogKeys } from '../log/transparency-log/log-keys.service.js';
import { checkpointAnswer, vkeyAnswer } from './transparency-log.answers.js';
import { LogReader } from '../log/transparency-log/log-reader.service.js';
import { ReaderKeys } from '../log/transparency-log/reader-keys.service.js';
import { StaffReaders } from './staff-readers.service.js';

const WHY = 'read with a reader key or by compliance staff, neither of them users; checked by the handler';
/** Neither full tiles nor partial ones of a given width ever change. */
const FOR_EVER = 'private, max-age=31536000, immutable';
/** Entries hold what people did, and hashes do not: no browser keeps them once whoever read them has left it. */
const NEVER = 'private, no-store';

const checkpointQuery = fieldsOf({ cosigned: orAbsent(z.literal('yes')) });
type CheckpointQuery = z.output<typeof checkpointQuery>;

/** C2SP tlog-tiles below `/audit`, for whoever has a reader key, and for compliance staff signed in to the panel. */
@ApiTags('transparency log')
@Controller('audit')
export class TransparencyLogController {
  constructor(
    private readonly log: LogReader,
    private readonly keys: LogKeys,
    private readonly readers: ReaderKeys,
    private readonly staff: StaffReaders,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('vkey')
  @Public('a verifier key is made to be known')
  @DescribeRaw({
    summary: 'Read the verifier key of the log',
    description: 'The key against which the signatures of checkpoints are verified, as C2SP signed-note writes it.',
    answers: { 200: 'The key.' },
    body: vkeyAnswer,
    mediaType: 'text/plain',
  })
  vkey(@Res() response: Response): void {
    response.type('text/plain').send(`${this.keys.verifierKey}\n`);
  }

  @Get('checkpoint')
  @Public(WHY)
  @DescribeRaw({
    summary: 'Read the latest checkpoint of the log',
    description:
      'The size and the root of the log, signed and witnessed (C2SP tlog-checkpoint). With a reader key, or with the ' +
      'cookie of compliance staff who are signed in to the panel. What it is verified with, and the paths of the tiles, is ' +
      'in docs/audit.md. With `cosigned=yes` it is the latest that a quorum of several witnesses has cosigned, as long as that ' +
      'is not more than a minute behind the latest.',
    answers: { 200: 'The checkpoint.' },
    body: checkpointAnswer,
    mediaType: 'text/plain',
    problems: ['UNAUTHENTICATED', 'FORBIDDEN', 'CROSS_SITE', 'NOT_FOUND', 'TOO_MANY_REQUESTS', 'AUDIT_UNAVAILABLE'],
    security: [{ readerKey: [] }],
  })
  async checkpoint(
    @Req() request: Request,
    @Res() response: Response,
    @Query({ schema: checkpointQuery }) { cosigned }: CheckpointQuery,
  ): Promise<void> {
    await this.assertReader(request);
    const published = await (cosigned === 'yes' ? this.log.checkpointToWitness() : this.log.latestCheckpoint());
    if (!published) throw notFound('checkpoint yet');
    response.set('Cache-Control', 'no-cache').type('text/plain; charset=utf-8').send(formatNote(published.note));
  }

  @Get('tile/*path')
  @Public(WHY)
  async tile(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.assertReader(request);
    const tile = parseTilePath(request.path.replace(/^\/audit\//, ''));
    const published = await this.log.latestCheckpoint();
    const bytes = tile && published ? await this.log.tile(tile, published.checkpoint.size) : null;
    if (!tile || !bytes) throw notFound('tile in the signed tree');
    response
      .set('Cache-Control', tile.level === 'entries' ? NEVER : FOR_EVER)
      .type('application/octet-stream')
      .send(bytes);
  }

  /** Throws UNAUTHENTICATED, CROSS_SITE, FORBIDDEN. */
  private async assertReader(request: Request): Promise<void> {
    const { origin } = (request as ActingRequest).actor;
    if (await this.readers.admit(bearerToken(request), origin)) return;
    const session = tokenInCookie(staffCookie(isHttps(this.settings)))(request);
    // A cookie goes along with whatever page asks; a key does not.
    if (session !== undefined && !isSameOrigin(request)) {
      throw new AppError('CROSS_SITE', 'This request came from another site. Open it from the panel.');
    }
    if (await this.staff.admit(session, origin)) return;
    throw new AppError('UNAUTHENTICATED', 'Entries hold names: send a reader key as "Authorization: Bearer …".');
  }
}
