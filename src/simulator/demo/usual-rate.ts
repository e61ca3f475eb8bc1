/** Downloads of a region in most scenarios, bytes per second: an image of 1.2 GB takes 25 s. */
export const USUAL_RATE = 48_000_000
