import { clockOperations } from './groups/clock-operations.ts'
import { eventOperations } from './groups/event-operations.ts'
import { imageOperations } from './groups/image-operations.ts'
import { importOperations } from './groups/import-operations.ts'
import { machineOperations } from './groups/machine-operations.ts'
import { networkOperations } from './groups/network-operations.ts'
import { ownedBy38 } from './groups/owned-38.ts'
import { peopleOperations } from './groups/people-operations.ts'
import { stateOperations } from './groups/state-operations.ts'
import { streamOperations } from './groups/stream-operations.ts'
import type { Control, ControlNeeds } from './groups/needs.ts'
import { stepsOf } from './steps.ts'

export type { Control } from './groups/needs.ts'

/** The control API of a region: every operation, each in the file of its group. */
export function createControl(needs: ControlNeeds): Control {
  const { region } = needs
  const history = { ...imageOperations(needs), ...importOperations(needs) }
  const others = {
    ...stateOperations(needs, (scenario) => scenario.play(stepsOf({ ...others, ...history }))),
    ...clockOperations(needs),
    ...streamOperations(needs),
    ...networkOperations(needs),
    ...machineOperations(needs),
    ...peopleOperations(needs),
    ...eventOperations(needs),
  }
  return { ...others, ...ownedBy38(region, history) }
}
