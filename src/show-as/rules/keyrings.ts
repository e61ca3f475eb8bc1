import type { PlanStep } from './model.ts'

/** The shell variable with the path of each keyring that a plan sends, by its base64 data. */
export function keyringVariables(steps: readonly PlanStep[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  for (const step of steps) {
    const data = dataOf(step)
    if (data === '' || variables.has(data)) continue
    const number = variables.size + 1
    variables.set(data, number === 1 ? 'KEYRING_FILE' : `KEYRING_FILE_${number}`)
  }
  return variables
}

/** The keyring data that a step sends, in base64; '': none. */
function dataOf(step: PlanStep): string {
  if ('spec' in step) return step.spec.keyring_data
  return step.kind === 'change-details' ? step.keyring_data : ''
}
