import type { Connection } from 'mysql2/promise';
import { rows } from '../setup/sql.js';

/** An event as far as its cause is looked for. */
export interface NewEvent {
  readonly type: string;
  readonly outcome: string;
  readonly actorType: string;
  /** Of the request that it was appended for. */
  readonly requestId: string;
}

interface Row {
  id: number | string;
  payload: Buffer;
}

/** Reads what the log has gained, over a connection of its own. */
export class EventWatch {
  private constructor(
    private readonly connection: Connection,
    private last: number,
  ) {}

  static async begin(connection: Connection): Promise<EventWatch> {
    const [row] = await rows<{ last: number | string }>(
      connection,
      'SELECT COALESCE(MAX(id), 0) AS last FROM audit_events',
    );
    return new EventWatch(connection, Number(row!.last));
  }

  async since(): Promise<NewEvent[]> {
    const found = await rows<Row>(this.connection, 'SELECT id, payload FROM audit_events WHERE id > ? ORDER BY id', [
      this.last,
    ]);
    this.last = Number(found.at(-1)?.id ?? this.last);
    return found.map(({ payload }) => {
      const { type, data } = JSON.parse(payload.toString('utf8')) as {
        type: string;
        data: { outcome: string; actor: { type: string }; request: { id: string } };
      };
      return { type, outcome: data.outcome, actorType: data.actor.type, requestId: data.request.id };
    });
  }
}
