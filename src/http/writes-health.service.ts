import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { isCertified } from '../platform/database/certification.js';
import type { Computed } from '../platform/database/rows.js';
import { selectOne } from '../platform/database/transaction.js';

/**
 * Whether the database takes writes. A member of a cluster that is no primary, or has lost its majority, answers whatever else it is asked:
 * behind a proxy that has not noticed, this process would refuse every request.
 */
@Injectable()
export class WritesHealth {
  constructor(
    private readonly dataSource: DataSource,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(key: string) {
    const indicator = this.indicators.check(key);
    const { manager } = this.dataSource;
    try {
      const row = await selectOne<Computed<{ isReadOnly: number }>>(manager, 'SELECT @@GLOBAL.read_only AS isReadOnly');
      if (Number(row!.isReadOnly) === 1) return indicator.down('read only');
      if (!(await isCertified(manager))) return indicator.up();
      const member = await selectOne<Computed<{ Value: string }>>(manager, "SHOW STATUS LIKE 'wsrep_ready'");
      return member?.Value === 'ON' ? indicator.up() : indicator.down('without a majority');
    } catch {
      return indicator.down('cannot be asked');
    }
  }
}
