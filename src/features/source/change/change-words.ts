import { ApiError, isChanged, messageOf } from '#api/client.ts'
import { mayBeDone, MAY_BE_APPLIED, StillUnread } from '#api/write-failure.ts'
import { sourceName } from '#selections/source-name.ts'
import type { SourceStep } from '#features/source/rules/model.ts'
import { thereNowText } from './there-now-text.ts'

/* The texts of a running or failed source change. */

/** MAAS has no locks: someone else wrote between this page's calls. */
export class ChangedMeanwhile extends Error {}

/** The import continues although MAAS was asked to stop it. */
export class ImportRunsOn extends Error {
  readonly ignoresStops: boolean
  /** @param ignoresStops whether it is known that MAAS ignores all requests to stop this import */
  constructor(ignoresStops: boolean) {
    super()
    this.ignoresStops = ignoresStops
  }
}

/** A step may be done, but checking it failed. The message is the reason, as a sentence. */
export class Unverified extends Error {}

/**
 * The reason why a change stopped, as a sentence for the administrator.
 * @param writes whether the failed call may have been applied.
 */
export function reasonOf(error: unknown, writes: boolean): string {
  if (error instanceof ImportRunsOn)
    return error.ignoresStops
      ? 'MAAS ignores requests to stop the running import. Try again when it has ended.'
      : 'The running import does not stop. Check MAAS, then try again.'
  if (error instanceof Unverified) return `${error.message} ${MAY_BE_APPLIED}`
  // MAAS answers 404 for what someone else has deleted
  const isGone = error instanceof ApiError && error.status === 404
  if (error instanceof ChangedMeanwhile || isChanged(error) || isGone) {
    const now = isChanged(error) && error.now ? ` ${thereNowText(error.now)}` : ''
    return `Someone else changed the sources or the selection while this was under way.${now} Check the current state, then finish or go back.`
  }
  if (error instanceof StillUnread) {
    return 'MAAS does not find this image. It has not read the new source yet, or cannot read it. Check the MAAS notifications on the Images page, then finish or go back.'
  }
  if (error instanceof ApiError && error.kind === 'offline') {
    return writes
      ? `The gateway did not answer. ${MAY_BE_APPLIED}`
      : 'The gateway of this page does not answer. Check that it is running, then try again.'
  }
  return writes && mayBeDone(error) ? `${messageOf(error)} ${MAY_BE_APPLIED}` : messageOf(error)
}

/**
 * The label of a step on the page.
 * @param plan all steps: a source that stays disabled is enabled while its selections are made (MAAS 3.8)
 * @param index of the step in the plan
 */
export function stepLabel(step: SourceStep, plan: readonly SourceStep[], index: number): string {
  switch (step.kind) {
    case 'stop-import':
      return 'Stop the running import'
    case 'create-source':
      return `Create the source ${sourceName(step.spec.url)}`
    case 'update-source':
      return updateLabel(step, plan.slice(0, index), plan.slice(index + 1))
    case 'delete-source':
      return `Delete the source ${sourceName(step.url)}`
    case 'create-selection':
      return `Select ${step.wanted.os} ${step.wanted.release}`
    case 'update-selection':
      return `Change the selection of ${step.wanted.os} ${step.wanted.release}`
    case 'delete-selection':
      return `Clear ${step.os} ${step.release}`
    default:
      return 'Start the import'
  }
}

type Update = Extract<SourceStep, { kind: 'update-source' }>

function updateLabel(step: Update, earlier: readonly SourceStep[], later: readonly SourceStep[]): string {
  const name = sourceName(step.spec.url)
  const sets = (enabled: boolean) => (other: SourceStep) =>
    other.kind === 'update-source' &&
    other.id === step.id &&
    other.spec.url === step.spec.url &&
    other.extras?.enabled === enabled
  if (sets(true)(step) && later.some(sets(false))) return `Enable ${name}`
  if (sets(false)(step) && earlier.some(sets(true))) return `Disable ${name} again`
  if (step.id !== null || !step.extras) return `Change the source to ${name}`
  return `Give ${name} its name and priority${step.extras.enabled ? '' : ', and disable it'}`
}
