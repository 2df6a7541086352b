export const DENSITIES = ['comfortable', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

/** How somebody of the staff likes to see the panel, on whatever machine. */
export interface StaffPreferences {
  readonly density: Density;
  /** An IANA name. */
  readonly timeZone: string;
  /** Single letters do something wherever nobody types (WCAG 2.1.4 wants that they can be turned off). */
  readonly hasShortcuts: boolean;
  /** Columns that are not wanted, `list.column`. */
  readonly hiddenColumns: readonly string[];
}
