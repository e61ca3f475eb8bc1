import { startSimulator, type Simulator } from '#simulator/serve.ts'

/*
 * The region that tests run against: the rooms of the product, and their own tests, know no simulator.
 */

export type EmbeddedRegion = Simulator

/** Starts one on a free port. Its time stands still with `speed: 0`, and is moved by its clock. */
export const startEmbeddedRegion = (
  options?: Parameters<typeof startSimulator>[0],
): Promise<EmbeddedRegion> => startSimulator(options)
