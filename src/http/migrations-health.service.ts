import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { migrations } from '../platform/database/migrations/index.js';
import { select } from '../platform/database/transaction.js';
import type { Computed } from '../platform/database/rows.js';

/** Whether the database has every migration that this program knows; it may have newer ones, while a newer version is rolled out. */
@Injectable()
export class MigrationsHealth {
  constructor(
    private readonly dataSource: DataSource,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(key: string) {
    const indicator = this.indicators.check(key);
    try {
      const rows = await select<Computed<{ name: string }>>(
        this.dataSource.manager,
        'SELECT name FROM schema_migrations',
      );
      const done = new Set(rows.map((row) => row.name));
      const missing = migrations.map((migration) => new migration().name!).filter((name) => !done.has(name));
      return missing.length === 0 ? indicator.up() : indicator.down({ missing });
    } catch {
      return indicator.down('cannot be read');
    }
  }
}
