const DIGITS = 16

/** The first digits of a sha256, 64 bits, enough to distinguish the files of a region. */
export const shortSha256 = (sha256: string): string => sha256.slice(0, DIGITS).toLowerCase()
