export type Figure = {
  value: number
  unit: string
  /** The highest allowed value; absent: there is no limit. */
  target?: number
  /** The lowest allowed value. */
  least?: number
  ok?: boolean
  /** How it was measured, if that is not obvious. */
  how?: string
}

const tidy = (value: number) => Math.round(value * 1_000) / 1_000

/** A measured value; if there is a target, with whether it was met. */
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

/** Nearest rank: the smallest sample that is not exceeded by at least `share` (0 to 1) of all samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('No samples were taken.')
  return value
}

export const median = (samples: readonly number[]) => percentile(samples, 0.5)
