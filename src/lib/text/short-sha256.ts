const DIGITS = 16

/** The first digits of a sha256, enough to tell the files of a region apart: 64 bits. */
export const shortSha256 = (sha256: string): string => sha256.slice(0, DIGITS).toLowerCase()
