/** Kinds of records about a change of source: the one under way, and the last one that was done. */
export const PENDING = { name: 'source-change', version: 1 } as const
export const DONE = { name: 'source-before', version: 1 } as const
