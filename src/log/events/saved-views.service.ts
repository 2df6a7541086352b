import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { readAuditFilter } from './audit-filter.js';
import { SavedView } from './audit.entity.js';
import { inTransaction, isDuplicateKey, select, write, type Tx } from '../../platform/database/transaction.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type StaffId } from '../../platform/kernel/ids.js';
import { field, oneLine } from '../../platform/kernel/schemas.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import { mayMention, mentions, type ErasedPerson } from '../../platform/retention/erased-person.js';
import { Erasures } from '../../platform/retention/erasures.service.js';
import type { saved_views } from '../tables.generated.js';

/** A filter under a name. `query` is as it stands in an address. */
export interface NamedFilter {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly isShared: boolean;
  /** Who made it. */
  readonly staffId: StaffId;
}

const VIEWS_MAX = 200;
const QUERY_MAX = 8_000;

const askSchema = z.strictObject({
  name: oneLine(100),
  query: field(QUERY_MAX),
  isShared: z.boolean(),
});

/**
 * Filters of the log under names. A view is an address with a name: it shows nothing that its reader could not look for
 * anyway, so making or deleting one is no event; each look through it is.
 */
@Injectable()
export class SavedViews implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly erasures: Erasures,
  ) {}

  onModuleInit(): void {
    this.erasures.registerRows('saved_views', erase);
  }

  /** One's own and those that others share, by name. */
  async list(staffId: StaffId): Promise<NamedFilter[]> {
    const rows = await select<Pick<saved_views, 'id' | 'staff_id' | 'name' | 'query' | 'is_shared'>>(
      this.dataSource.manager,
      `SELECT id, staff_id, name, query, is_shared FROM saved_views
       WHERE staff_id = ? OR is_shared = 1 ORDER BY name, id LIMIT ?`,
      [idToBytes(staffId), VIEWS_MAX],
    );
    return rows.map((row) => ({
      id: bytesToId(row.id),
      name: row.name,
      query: row.query,
      isShared: Boolean(row.is_shared),
      staffId: bytesToId<StaffId>(row.staff_id),
    }));
  }

  /** Throws VALIDATION for a name or a filter that is none, ALREADY_EXISTS for a second view of one name. */
  async save(staffId: StaffId, given: unknown): Promise<{ id: string }> {
    const { name, isShared, query: asked } = parsed(askSchema, given);
    const query = filterQuery(asked);
    const id = newId();
    try {
      await inTransaction(this.dataSource, (tx) =>
        tx.insert(SavedView, { id, staffId, name, query, isShared, createdAt: now() }),
      );
    } catch (error) {
      if (isDuplicateKey(error)) throw new AppError('ALREADY_EXISTS', 'You have a view of that name already.');
      throw error;
    }
    return { id };
  }

  /** Throws NOT_FOUND for a view that is not there or somebody else's. */
  async remove(staffId: StaffId, given: Readonly<Record<string, unknown>>): Promise<object> {
    const { id } = given;
    const removed = isId(id)
      ? await inTransaction(this.dataSource, (tx) =>
          write(tx, 'DELETE FROM saved_views WHERE id = ? AND staff_id = ?', [idToBytes(id), idToBytes(staffId)]),
        )
      : undefined;
    if (!removed?.affectedRows) throw notFound('view of yours');
    return {};
  }
}

/** The address query of a filter, checked. Throws VALIDATION. */
function filterQuery(query: string): string {
  const given = new URLSearchParams(query);
  given.delete('after');
  const names = [...new Set(given.keys())];
  const values = names.map((name) => [name, given.getAll(name)] as const);
  readAuditFilter(Object.fromEntries(values.map(([name, all]) => [name, all.length === 1 ? all[0] : all])));
  return given.toString();
}

/** Views of any member of staff that have an address of the person for a name: no filter asks for one. */
async function erase(tx: Tx, person: ErasedPerson): Promise<number> {
  const { sql, parameters } = mayMention('name', person);
  const rows = await select<Pick<saved_views, 'id' | 'name'>>(
    tx,
    `SELECT id, name FROM saved_views WHERE ${sql}`,
    parameters,
  );
  const named = rows.filter(({ name }) => mentions(name, person));
  for (const { id } of named) await write(tx, 'DELETE FROM saved_views WHERE id = ?', [id]);
  return named.length;
}
