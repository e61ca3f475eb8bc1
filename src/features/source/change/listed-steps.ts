import { releaseName } from '#selections/keys.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { groupSteps } from '#selections/step-groups.ts'
import type { SourceStep } from '#features/source/rules/model.ts'

const NAMES: Partial<Record<string, (count: number) => string>> = {
  'create-selection': (count) => `Select ${count} releases`,
  'update-selection': (count) => `Change the selections of ${count} releases`,
  'delete-selection': (count) => `Clear ${count} releases`,
}

/** The steps to show: many selections in a row become one step with a count, unless one of them failed. */
export const listedSteps = (steps: readonly BoardStep[]): readonly BoardStep[] => groupSteps(steps, NAMES)

/** The name of the release whose selection is deleted by the first step and created again by the second. */
export const recreatedBy = (first: SourceStep, second: SourceStep): string | undefined =>
  first.kind === 'delete-selection' &&
  second.kind === 'create-selection' &&
  first.sourceId === second.sourceId &&
  releaseName(first) === releaseName(second.wanted)
    ? `${first.os} ${first.release}`
    : undefined
