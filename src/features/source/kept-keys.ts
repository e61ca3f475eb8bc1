/** Kinds of records about a change of source: the one under way, and the last one that was done. */
export const PENDING = 'source-change'
export const DONE = 'source-before'
