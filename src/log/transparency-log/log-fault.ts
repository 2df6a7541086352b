/** The log is not what was signed before. Nothing is added or signed any more until somebody has looked. */
export class LogFault extends Error {}

/** The database answers, but rows of the log are not there. */
export class MissingRows extends LogFault {}

export const HEAD_ASTRAY = 'The root of the head does not follow from the tiles.';
