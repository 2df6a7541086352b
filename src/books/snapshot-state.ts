interface Facts {
  readonly expiresAt: Date;
  /** Its rows are being deleted: it cannot be had back whatever else is true. */
  readonly isPurging: boolean;
  /** A legal hold stands. */
  readonly onHold: boolean;
}

/** Whether a snapshot can be had back: until its date, and beyond it while a hold stands, unless its rows are going already. */
export function snapshotState({ expiresAt, isPurging, onHold }: Facts, at: Date): 'kept' | 'expired' {
  return isPurging || (expiresAt <= at && !onHold) ? 'expired' : 'kept';
}
