import { Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { notFound } from '../platform/kernel/app-error.js';
import { pathText } from '../platform/kernel/path-parameter.js';
import type { MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BookPages } from './book-pages.service.js';
import { ListPages } from './list-pages.service.js';
import { Pages } from './page.decorator.js';
import { listQuery, type ListQuery } from './page-input.js';
import { LISTS, type ListName } from './paths.js';

/** The lists of the open books, on a page and as files. Those of a snapshot are in `snapshot-pages.controller.ts`. */
@Pages('b/:b')
export class ListPagesController {
  constructor(
    private readonly books: BookPages,
    private readonly lists: ListPages,
  ) {}

  @Get([...LISTS])
  @Requires('read', 'Accounting')
  async list(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<string> {
    return this.lists.page(await this.books.open(request, membership), listOfPath(request.path), query);
  }

  @Get('lists/:list/file')
  @Requires('export', 'Accounting')
  async file(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('list', pathText('list')) list: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<void> {
    const to = { request, response, format: query.format };
    await this.lists.file(to, await this.books.open(request, membership), listNamed(list), query);
  }

  /** An address that was given out before there were other files of lists. */
  @Get('contacts.csv')
  @Requires('export', 'Accounting')
  async contactsCsv(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ): Promise<void> {
    await this.lists.file(
      { request, response, format: 'csv' },
      await this.books.open(request, membership),
      'contacts',
      {},
    );
  }
}

/** Throws NOT_FOUND. */
export function listNamed(name: string): ListName {
  const list = LISTS.find((known) => known === name);
  if (!list) throw notFound('list');
  return list;
}

/** Each list has an address of its own, and one handler answers at all of them. */
export const listOfPath = (path: string): ListName => listNamed(path.split('/').filter(Boolean).at(-1)!);
