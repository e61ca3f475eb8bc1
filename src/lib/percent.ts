/**
 * Whole percent of something that is still in progress, rounded down, 0 to 99: as long as a percentage is shown,
 * not all of it is done, even where all bytes are counted. 0 of 0 is 0.
 */
export const percent = (done: number, total: number): number =>
  total > 0 ? Math.min(99, Math.max(0, Math.floor((done / total) * 100))) : 0
