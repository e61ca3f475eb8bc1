import { parseApiKey } from '#gateway/region/oauth.ts'
import { scenarioFor } from '#simulator/control/groups/state-operations.ts'
import { speed as factor } from '#simulator/control/values.ts'
import { WrongControl } from '#simulator/control/wrong-control.ts'
import type { RegionOptions } from './region.ts'

/** Throws an Error that names the option which no region can have, before anything is started. */
export function checkRegion({ scenario = 'default', version, speed = 0, key }: RegionOptions): void {
  try {
    scenarioFor(scenario, version)
  } catch (error) {
    throw error instanceof WrongControl ? new Error(error.message, { cause: error }) : error
  }
  const [issue] = factor.safeParse(speed).error?.issues ?? []
  if (issue) throw new Error(`speed: ${issue.message}`)
  if (key !== undefined && parseApiKey(key) === null)
    throw new Error('key: must have the form consumer:token:secret')
}
