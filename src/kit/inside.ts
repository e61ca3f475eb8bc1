import type { Simulator } from '#simulator/serve.ts'
import type { Region } from './region.ts'

/* What a region consists of. The package does not export it: only the gateway of the kit and our own flows use it. */

const known = new WeakMap<Region, Simulator>()

/** Remembers what a region consists of. */
export const rememberSimulator = (region: Region, simulator: Simulator): void =>
  void known.set(region, simulator)

/**
 * What a region consists of.
 * @throws Error for an object that startRegion() of this package did not make
 */
export function simulatorOf(region: Region): Simulator {
  const simulator = known.get(region)
  if (simulator === undefined) throw new Error('A region has to come from startRegion() of this package.')
  return simulator
}
