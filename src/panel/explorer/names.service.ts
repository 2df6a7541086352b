import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { businessNames } from '../../people/businesses/business-head.js';
import { staffByIds, usersByIds } from '../../people/identity/people.js';
import { isId } from '../../platform/kernel/ids.js';

/** Names for the ids that events hold: events hold no names, and an id says nothing to a reader. */
@Injectable()
export class Names {
  constructor(private readonly dataSource: DataSource) {}

  /** E-mail addresses of users and staff, names of businesses; nothing for an id that is none of theirs. */
  async of(ids: readonly (string | undefined)[]): Promise<ReadonlyMap<string, string>> {
    const { manager } = this.dataSource;
    const known = ids.filter(isId);
    const [users, staff, businesses] = await Promise.all([
      usersByIds(manager, known),
      staffByIds(manager, known),
      businessNames(manager, known),
    ]);
    const people = [...users, ...staff].map(([id, { email }]) => [id, email] as const);
    return new Map([...people, ...[...businesses].map(([id, { name }]) => [id, name] as const)]);
  }
}
