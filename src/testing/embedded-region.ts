import { startSimulator, type Simulator } from '#simulator/serve.ts'

/* The region that tests run against, so that the product and its own tests do not import the simulator. */

export type EmbeddedRegion = Simulator

/** Starts one on a free port. With `speed: 0` its time stops, and its clock moves it. */
export const startEmbeddedRegion = (
  options?: Parameters<typeof startSimulator>[0],
): Promise<EmbeddedRegion> => startSimulator(options)
