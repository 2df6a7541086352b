import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffMay } from '../policy/ability.js';
import { viewOf } from '../log/events/audit-reader.service.js';
import { actionOfEvent } from '../log/recorded-commands.js';
import { businessOf } from '../log/events/subjects.js';
import { BankFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import type { SwitchKind } from '../books/book.entity.js';
import { businessNames } from '../people/businesses/business-head.js';
import { countRows, pageOfRows, type TimePosition } from '../platform/database/rows-by-time.js';
import type { Locale, StaffActor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId } from '../platform/kernel/ids.js';
import { PAGE_LIMIT_DEFAULT } from '../platform/kernel/page.js';
import type { WaitingRow, WaitingView } from './operators-views.js';
import { localeOf, type PageQuery } from './panel-page.js';
import { panelPaths } from './panel-paths.js';
import type { HomeCount } from './views.js';
import { COUNT_MAX, WAITING_NAMES, hrefOf, waitingList, type WaitingName } from './waiting-lists.js';

const IN_MENU = ['requests-waiting', 'payments-waiting'] as const;

/** By the address to which a word of the menu leads. */
export type MenuCounts = Readonly<Record<string, number>>;

/** A row of any of the lists: each has some of these. */
interface FoundRow {
  id: Buffer;
  /** The log has its times as text. */
  at: Date | string;
  business_id?: Buffer;
  staff_id?: Buffer;
  email?: string;
  institution?: string;
  snapshot_id?: Buffer;
  kind?: SwitchKind;
  done_count?: number;
  total_count?: number | null;
  payload?: Buffer;
}

/** What waits for somebody and what has happened lately: how many, and which. */
@Injectable()
export class Waiting {
  constructor(
    private readonly dataSource: DataSource,
    private readonly feeds: BankFeeds,
  ) {}

  /** Of each list that the role may read. */
  counts({ role }: StaffActor): Promise<HomeCount[]> {
    const mine = WAITING_NAMES.filter((name) => staffMay(role, 'read', waitingList(name).on));
    return Promise.all(mine.map((name) => this.count(name)));
  }

  /** What the menu says beside its words: how many wait, where there is a page of their own, and none of what is empty. */
  async inMenu({ role }: StaffActor): Promise<MenuCounts> {
    const names = IN_MENU.filter((name) => staffMay(role, 'read', waitingList(name).on));
    const counts = await Promise.all(names.map((name) => this.count(name)));
    return Object.fromEntries(counts.filter(({ count }) => count > 0).map(({ href, count }) => [href, count]));
  }

  private async count(name: WaitingName): Promise<HomeCount> {
    const { kind, rows } = waitingList(name);
    const found = await countRows(this.dataSource.manager, rows(), COUNT_MAX + 1);
    return { name, kind, href: hrefOf(name), count: Math.min(found, COUNT_MAX), isCapped: found > COUNT_MAX };
  }

  /** Throws NOT_FOUND for a list that is none or not for the role, VALIDATION for an `after` that no page has given. */
  async page({ role }: StaffActor, query: PageQuery): Promise<WaitingView> {
    const { list, after } = query;
    const lists = WAITING_NAMES.filter((known) => {
      const { on, href } = waitingList(known);
      return href === undefined && staffMay(role, 'read', on);
    });
    const name = lists.find((known) => known === (list ?? lists[0]));
    if (name === undefined) throw notFound('list');
    const found = await this.rowsOf(name, after);
    const rows = found.slice(0, PAGE_LIMIT_DEFAULT);
    const last = rows.at(-1);
    return {
      list: name,
      lists,
      rows: await this.named(rows, waitingList(name).tab, localeOf(query)),
      next: found.length > rows.length && last ? `${timeOf(last)}_${bytesToId(last.id)}` : null,
    };
  }

  /** One more than a page, so that it is known whether there is another one. */
  private rowsOf(name: WaitingName, after: string | undefined): Promise<FoundRow[]> {
    const { kind, rows } = waitingList(name);
    return pageOfRows<FoundRow>(this.dataSource.manager, rows(), {
      order: kind === 'happened' ? 'newest' : 'oldest',
      limit: PAGE_LIMIT_DEFAULT + 1,
      behind: after === undefined ? undefined : positionOf(after, name === 'switches-refused'),
    });
  }

  private async named(rows: readonly FoundRow[], tab: string | undefined, locale: Locale): Promise<WaitingRow[]> {
    const banks = this.feeds.institutionNames(locale);
    const events = new Map(rows.map((row) => [row, row.payload && viewOf({ payload: row.payload })]));
    const businessIn = (row: FoundRow) =>
      row.business_id ? bytesToId(row.business_id) : businessOf(events.get(row)?.subject);
    const names = await businessNames(this.dataSource.manager, rows.map(businessIn).filter(isId));
    return rows.map((row) => {
      const businessId = businessIn(row);
      const event = events.get(row);
      return {
        key: bytesToId(row.id),
        at: timeOf(row),
        name: row.email ?? names.get(businessId ?? '')?.name ?? businessId ?? '',
        href: row.staff_id
          ? panelPaths.page('staff-account', { id: bytesToId(row.staff_id) })
          : panelPaths.business(businessId ?? '', tab),
        what: {
          ...(row.institution !== undefined && { institution: banks.get(row.institution) ?? row.institution }),
          ...(row.snapshot_id && { snapshotId: bytesToId(row.snapshot_id) }),
          ...(row.kind && { kind: row.kind }),
          ...(row.done_count !== undefined && { done: row.done_count, total: row.total_count ?? undefined }),
          ...(event && { kind: actionOfEvent(event.type), code: event.data.reason }),
        },
      } satisfies WaitingRow;
    });
  }
}

const timeOf = ({ at }: FoundRow) => (typeof at === 'string' ? at : at.toISOString());

function positionOf(after: string, isText: boolean): TimePosition {
  const [time = '', id] = after.split('_');
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || !isId(id)) throw new AppError('VALIDATION', '"after" is not from a page.');
  return { at: isText ? at.toISOString() : at, id: idToBytes(id) };
}
