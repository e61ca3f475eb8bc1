import type { BoardStep } from '#selections/step-board.ts'
import { groupSteps, PAIR } from '#selections/step-groups.ts'
import type { SourceStep } from '#features/source/rules/model.ts'

const MANY: Partial<Record<string, (count: number) => string>> = {
  'create-selection': (count) => `Select ${count} releases`,
  'update-selection': (count) => `Change the selections of ${count} releases`,
  'delete-selection': (count) => `Clear ${count} releases`,
  [PAIR]: (count) => `Create the selections of ${count} releases again`,
}

/** What is listed of a change: many selections in a row are one step with a count, unless one of them failed. */
export const listedSteps = (steps: readonly BoardStep[]): readonly BoardStep[] => groupSteps(steps, MANY)

/** MAAS 3.8 drops no architecture: a selection that loses one is deleted and created again, which is one step to a person. */
export function pairAt(steps: readonly SourceStep[], index: number): string | undefined {
  const [before, step, after] = [steps[index - 1], steps[index], steps[index + 1]]
  if (step?.kind === 'delete-selection' && isPair(step, after)) return nameOf(step)
  return step?.kind === 'create-selection' && isPair(before, step) ? nameOf(step.wanted) : undefined
}

const isPair = (first: SourceStep | undefined, second: SourceStep | undefined) =>
  first?.kind === 'delete-selection' &&
  second?.kind === 'create-selection' &&
  first.sourceId === second.sourceId &&
  first.os === second.wanted.os &&
  first.release === second.wanted.release

const nameOf = ({ os, release }: { os: string; release: string }) =>
  `Create the selection of ${os} ${release} again`
