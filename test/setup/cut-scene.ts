import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mysql2/promise';
import { formatDatabaseUrl, parseDatabaseUrl } from '../../src/platform/database/address.js';
import { CutLine } from './cut-line.js';
import { connectSql } from './sql.js';
import { startTestApp, type TestApp } from './test-app.js';

/** The application, whose own line to the database can be broken, with an administrator beside it whose line cannot. */
export class CutScene {
  private constructor(
    readonly world: TestApp,
    readonly line: CutLine,
    readonly sql: Connection,
    private readonly folder: string,
  ) {}

  static async start(label: string): Promise<CutScene> {
    const folder = mkdtempSync(join(tmpdir(), `ardoise-${label}-`));
    let line: CutLine;
    const world = await startTestApp(label, {}, {}, async (appUrl) => {
      line = await CutLine.to(parseDatabaseUrl(appUrl), join(folder, 'sql'));
      return formatDatabaseUrl(line.address);
    });
    return new CutScene(world, line!, await connectSql(world.database.adminUrl), folder);
  }

  async stop(): Promise<void> {
    this.sql.destroy();
    await this.world.stop();
    this.line.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
