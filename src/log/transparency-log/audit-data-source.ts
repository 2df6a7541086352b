/** The token of the narrow data source that sequencer, signer and readers of the tree use (AUDIT_DATABASE_URL). */
export const AUDIT_DATA_SOURCE = Symbol('AUDIT_DATA_SOURCE');
