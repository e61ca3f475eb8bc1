import { ApiError, isChanged, messageOf } from '#api/client.ts'
import { IMPORT_RUNS } from '#api/import-end.ts'
import { StillUnread } from '#api/until-read.ts'
import { mayBeDone, MAY_BE_APPLIED } from '#api/write-failure.ts'
import { sourceName } from '#selections/source-name.ts'
import type { SourceStep } from '#features/source/rules/model.ts'
import { thereNowText } from './there-now-text.ts'

/* What a change of source says of itself while it runs, and where it stops. */

/** MAAS has no locks: someone else has written between our own calls. */
export class ChangedMeanwhile extends Error {}

/** An import that runs on although it was stopped. */
export class ImportRunsOn extends Error {}

/** What was done could not be looked at afterwards. Its message is why, in a sentence. */
export class Unverified extends Error {}

/**
 * Why a change stopped, in a sentence for a person.
 * @param writes the call that failed may have been done all the same.
 */
export function reasonOf(error: unknown, writes: boolean): string {
  if (error instanceof ImportRunsOn) return 'The running import does not stop. Check MAAS, then try again.'
  if (error instanceof Unverified) return `${error.message} ${MAY_BE_APPLIED}`
  // what someone else deleted is found no more
  const isGone = error instanceof ApiError && error.status === 404
  if (error instanceof ChangedMeanwhile || isChanged(error) || isGone) {
    const now = isChanged(error) && error.now ? ` ${thereNowText(error.now)}` : ''
    return `Someone else changed the sources or the selection while this was under way.${now} Check what there is now, then finish or go back.`
  }
  if (error instanceof StillUnread) {
    return 'MAAS finds no such image: it has not read the new source, or cannot. Check its notifications on the Images page, then finish or go back.'
  }
  if (error instanceof ApiError && error.kind === 'offline') {
    return writes
      ? `The gateway did not answer. ${MAY_BE_APPLIED}`
      : 'The gateway of this page does not answer. Check that it is running, then try again.'
  }
  return writes && mayBeDone(error) ? `${messageOf(error)} ${MAY_BE_APPLIED}` : messageOf(error)
}

/** What a step waits for. */
export const waitText = (reason: 'source' | 'import'): string =>
  reason === 'import' ? IMPORT_RUNS : 'MAAS has not read the new source yet. Waiting until it has…'

/** A step as a person reads it. */
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
      return `Unselect ${step.os} ${step.release}`
    default:
      return 'Start the import'
  }
}
