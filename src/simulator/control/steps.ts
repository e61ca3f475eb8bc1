import { callControl } from './call-control.ts'
import type { Control } from './control.ts'
import { OPERATIONS, type Answer, type InputArguments, type OperationName } from './operations.ts'

/** The operations as a recipe calls them: fields with a default may be left out, and wrong values are refused. */
export type Steps = { readonly [N in OperationName]: (...input: InputArguments<N>) => Answer<N> }

export function stepsOf(control: Control): Steps {
  const step = (name: OperationName) => [
    name,
    (input: Record<string, unknown> = {}) => callControl(control, { name, parts: {}, body: input }),
  ]
  return Object.fromEntries((Object.keys(OPERATIONS) as OperationName[]).map(step)) as Steps
}
