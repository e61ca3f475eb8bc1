import { ApiError, isChanged, messageOf } from '#api/client.ts'
import { StillUnread } from '#api/until-read.ts'
import { mayBeDone, MAY_BE_APPLIED } from '#api/write-failure.ts'
import { sourceName } from '#selections/source-name.ts'
import type { SourceStep } from '#features/source/rules/model.ts'
import { thereNowText } from './there-now-text.ts'

/* The texts of a running or failed source change. */

/** MAAS has no locks: someone else wrote between this page's calls. */
export class ChangedMeanwhile extends Error {}

/** The import continues although MAAS was asked to stop it. */
export class ImportRunsOn extends Error {}

/** A step may be done, but checking it failed. The message is the reason, as a sentence. */
export class Unverified extends Error {}

/**
 * The reason why a change stopped, as a sentence for the administrator.
 * @param writes whether the failed call may have been applied.
 */
export function reasonOf(error: unknown, writes: boolean): string {
  if (error instanceof ImportRunsOn) return 'The running import does not stop. Check MAAS, then try again.'
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

/** The label of a step on the page. */
export function stepLabel(step: SourceStep): string {
  switch (step.kind) {
    case 'stop-import':
      return 'Stop the running import'
    case 'create-source':
      return `Create the source ${sourceName(step.spec.url)}`
    case 'update-source':
      return step.id === null && step.extras
        ? `Give ${sourceName(step.spec.url)} its name and priority`
        : `Change the source to ${sourceName(step.spec.url)}`
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
