/** The command was not given as its help says; ends the program with code 2. */
export class UsageError extends Error {}
