/** Kinds of records about source changes: the change in progress, and the last completed one. */
export const PENDING = { name: 'source-change', version: 1 } as const
export const DONE = { name: 'source-before', version: 1 } as const
