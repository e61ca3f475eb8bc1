export type Figure = {
  value: number
  unit: string
  /** At most this; absent: there is no limit. */
  target?: number
  /** At least this. */
  least?: number
  ok?: boolean
  /** How it was measured, where that is not plain. */
  how?: string
}

const tidy = (value: number) => Math.round(value * 1_000) / 1_000

/** A measured value; with a target, whether it is kept. */
export function figure(
  value: number,
  unit: string,
  { target, least, how }: { target?: number; least?: number; how?: string } = {},
): Figure {
  return {
    value: tidy(value),
    unit,
    ...(target === undefined ? {} : { target, ok: value <= target }),
    ...(least === undefined ? {} : { least, ok: value >= least }),
    ...(how === undefined ? {} : { how }),
  }
}

/** Nearest rank: the smallest sample that at least `share` (0 to 1) of all samples do not exceed. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('No samples were taken.')
  return value
}

export const median = (samples: readonly number[]) => percentile(samples, 0.5)
