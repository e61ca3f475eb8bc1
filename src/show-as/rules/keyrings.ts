import type { PlanStep } from './model.ts'

/** The shell variable with the path of each keyring that a plan sends, by its base64 data. */
export function keyringVariables(steps: readonly PlanStep[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  for (const step of steps) {
    if (!('spec' in step) || step.spec.keyring_data === '') continue
    const number = variables.size + 1
    if (!variables.has(step.spec.keyring_data))
      variables.set(step.spec.keyring_data, number === 1 ? 'KEYRING_FILE' : `KEYRING_FILE_${number}`)
  }
  return variables
}
