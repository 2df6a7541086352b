import type { Connection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { connectSql } from './sql.js';
import { startTestApp, type TestApp } from './test-app.js';

export type SqlUser = 'app' | 'owner' | 'admin';

/** The application with SQL clients beside it: its own user, the owner of the schema, the server's administrator. */
export class Scene {
  private readonly connections: Connection[] = [];

  private constructor(
    readonly world: TestApp,
    readonly sql: Readonly<Record<SqlUser, Connection>>,
  ) {}

  static async start(label: string, env: Record<string, string> = {}): Promise<Scene> {
    const world = await startTestApp(label, env);
    const { appUrl, migrationUrl, adminUrl } = world.database;
    const [app, owner, admin] = await Promise.all([connectSql(appUrl), connectSql(migrationUrl), connectSql(adminUrl)]);
    const scene = new Scene(world, { app, owner, admin });
    scene.connections.push(app, owner, admin);
    return scene;
  }

  get url(): string {
    return this.world.url;
  }

  get dataSource(): DataSource {
    return this.world.app.get(DataSource);
  }

  /** One more client; it breaks off with the scene. */
  async connect(user: SqlUser): Promise<Connection> {
    const { appUrl, migrationUrl, adminUrl } = this.world.database;
    const connection = await connectSql({ app: appUrl, owner: migrationUrl, admin: adminUrl }[user]);
    connection.on('error', () => undefined);
    this.connections.push(connection);
    return connection;
  }

  async stop(): Promise<void> {
    for (const connection of this.connections) connection.destroy();
    await this.world.stop();
  }
}
