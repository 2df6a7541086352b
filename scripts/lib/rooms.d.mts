/** A room of src/; see rooms.mjs. */
export interface Room {
  readonly name: string;
  readonly says: string;
  readonly door: readonly string[];
  readonly folders?: readonly (readonly string[])[];
}
export const rooms: readonly (readonly Room[])[];
export const kindsOfTests: readonly string[];
export function treeOfRooms(): string[];
