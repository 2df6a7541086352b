import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { Business } from '../../people/businesses/business.entity.js';
import { Staff, User } from '../../people/identity/identity.entity.js';
import { isId } from '../../platform/kernel/ids.js';

/** Names for the ids that events hold: events hold no names, and an id says nothing to a reader. */
@Injectable()
export class Names {
  constructor(private readonly dataSource: DataSource) {}

  /** E-mail addresses of users and staff, names of businesses; nothing for an id that is none of theirs. */
  async of(ids: readonly (string | undefined)[]): Promise<ReadonlyMap<string, string>> {
    const known = [...new Set(ids.filter(isId))];
    if (known.length === 0) return new Map();
    const found = await Promise.all([
      this.find(User, 'email', known),
      this.find(Staff, 'email', known),
      this.find(Business, 'name', known),
    ]);
    return new Map(found.flat());
  }

  private async find(entity: EntityTarget<ObjectLiteral>, column: string, ids: string[]): Promise<[string, string][]> {
    const rows = await this.dataSource
      .getRepository(entity)
      .find({ select: { id: true, [column]: true }, where: { id: In(ids) } });
    return rows.map((row) => [row.id as string, row[column] as string]);
  }
}
