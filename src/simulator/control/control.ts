import { clockOperations } from './groups/clock-operations.ts'
import { eventOperations } from './groups/event-operations.ts'
import { networkOperations } from './groups/network-operations.ts'
import { peopleOperations } from './groups/people-operations.ts'
import { stateOperations } from './groups/state-operations.ts'
import { streamOperations } from './groups/stream-operations.ts'
import type { Control, Needs } from './groups/needs.ts'

export type { Control } from './groups/needs.ts'

/** The control API of a region: every operation, each in the file of its group. */
export function createControl(needs: Needs): Control {
  return {
    ...stateOperations(needs),
    ...clockOperations(needs),
    ...streamOperations(needs),
    ...networkOperations(needs),
    ...peopleOperations(needs),
    ...eventOperations(needs),
  }
}
