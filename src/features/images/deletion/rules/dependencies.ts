import { absoluteTime, relativeTime } from '#lib/time.ts'
import { isCommissioning } from '#selections/commissioning.ts'
import type { DefaultRelease } from './machines.ts'
import type { ImageRow } from './image-rows.ts'

export type RegionUse = {
  /** Ubuntu release; '' when not known. */
  readonly commissioningRelease: string
  readonly standard: DefaultRelease
  /** ms */
  readonly now: number
}

/** What depends on an image, apart from machines, in sentences. */
export function dependenciesOf(
  { id, cell }: ImageRow,
  { commissioningRelease, standard, now }: RegionUse,
): string[] {
  const isSynced = id.kind === 'synced'
  const deployed = cell.image?.lastDeployed ?? null
  return [
    isSynced &&
      isCommissioning(id, commissioningRelease) &&
      `Commissioning release: without this image, MAAS cannot commission ${id.arch} machines.`,
    isSynced &&
      id.os === standard.os &&
      id.release === standard.release &&
      `Default release: MAAS deploys ${id.arch} machines with it when no other release is chosen.`,
    deployed === null
      ? 'Never deployed.'
      : `Last deployed ${relativeTime(deployed, now)} (${absoluteTime(deployed)}).`,
    !isSynced && 'Custom image: MAAS keeps no copy. It can only be uploaded again.',
    isSynced && cell.lost === 'not-offered' && 'Not offered any more: it cannot be downloaded again.',
    isSynced &&
      cell.lost === 'files-missing' &&
      'Its source does not have all of its files: it cannot be downloaded again.',
  ].filter((text) => text !== false)
}
