import { callControl } from '#simulator/control/call-control.ts'
import type { Control } from '#simulator/control/control.ts'
import { ControlError, type ControlClient } from '#simulator/control/door/client.ts'
import { OPERATIONS, type OperationName } from '#simulator/control/operations.ts'
import { WrongControl } from '#simulator/control/wrong-control.ts'

/** The client of the control API for a region in this process or page: the same calls, checks and errors, without a port. */
export function controlHere(control: Control): ControlClient {
  const call = async (name: OperationName, body: unknown) => {
    try {
      // a copy, as from another process
      return structuredClone(callControl(control, { name, parts: {}, body }))
    } catch (error) {
      throw error instanceof WrongControl ? new ControlError(error.status, error.wrong) : error
    }
  }
  const operations = (Object.keys(OPERATIONS) as OperationName[]).map((name) => [
    name,
    (input: unknown = {}) => call(name, input),
  ])
  return Object.fromEntries(operations) as ControlClient
}
