/**
 * Whole percent of something that is still in progress, rounded down, 0 to 99: while a percentage is shown, the work is
 * not finished, even if all bytes are counted. 0 of 0 is 0.
 */
export const percent = (done: number, total: number): number =>
  total > 0 ? Math.min(99, Math.max(0, Math.floor((done / total) * 100))) : 0
