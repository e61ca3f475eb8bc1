import { effective, plainSelection } from '#selections/wanted.ts'
import type { Plan, PlanStep, SourceNow } from './model.ts'

/** The plan of the region itself: nothing changes. */
export const adoptedPlan = (version: string, now: readonly SourceNow[]): Plan => ({
  version,
  before: now,
  steps: [],
})

/** The plan that gives a region without sources the sources and selections of this one. */
export function presentPlan(version: string, now: readonly SourceNow[]): Plan {
  const steps = now.flatMap(({ source, selections }): PlanStep[] => {
    const { url, keyring_filename, keyring_data } = source
    const { name, priority, enabled = true, skip_keyring_verification = false } = source
    const isRanked = name !== undefined && priority !== undefined
    return [
      {
        kind: 'create-source',
        spec: { url, keyring_filename, keyring_data },
        ...(isRanked && { extras: { name, priority, enabled, skip_keyring_verification } }),
      },
      ...selections
        .filter((one) => effective(one) !== null)
        .map((one): PlanStep => ({ kind: 'create-selection', sourceId: null, wanted: plainSelection(one) })),
    ]
  })
  return { version, before: [], steps: now.length === 0 ? [] : [...steps, { kind: 'import' }] }
}
