import { FecError } from './fec-error.js';
import { detached } from './fields.js';
import type { FecField } from './layout.js';

/** No business has more accounts or journals; a hostile file could otherwise exhaust the process. */
const NAMES_MAX = 500_000;

/** The accounts or journals of a file with their names. The first name given to a code stays. */
export class NameRegister {
  /** Code → name; the code itself where no line gives a name. */
  readonly names = new Map<string, string>();

  constructor(
    private readonly field: FecField,
    private readonly namesMax = NAMES_MAX,
  ) {}

  /** `name` equal to `code` means that the line gives none. */
  note(code: string, name: string, line: number, column: number): void {
    const known = this.names.get(code);
    if (known !== undefined && (known !== code || name === code)) return;
    if (known === undefined && this.names.size >= this.namesMax) {
      throw new FecError({ reason: 'too-many-names', line, column, field: this.field, limit: this.namesMax });
    }
    this.names.set(detached(code), detached(name));
  }
}
