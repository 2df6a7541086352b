import { AppError } from './app-error.js';

/** Which state may follow which, as data, so that a test can check that every state is reachable and leads on. */
export type StateTable<State extends string> = Readonly<Record<State, readonly State[]>>;

/** Throws INVALID_STATE unless `to` may follow `from`. */
export function assertTransition<State extends string>(table: StateTable<State>, from: State, to: State): void {
  if (!table[from].includes(to)) {
    throw new AppError('INVALID_STATE', `It is "${from}", and cannot become "${to}" from there.`, { state: from });
  }
}
