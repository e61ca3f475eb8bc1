const LIST = new Intl.ListFormat('en-US')

/** "A", "A and B", "A, B, and C" */
export const listText = (names: Iterable<string>): string => LIST.format(names)
