import type { Catalogue, Image, RegionAnswer } from '#contract/gateway.ts'
import type { Notification } from '#contract/maas.ts'
import type { Saved } from '#features/images/rules/model.ts'
import { effective } from '#selections/wanted.ts'

/** What is needed to decide whether a notification is outdated. */
export type NotificationContext = {
  /** Ubuntu release; '' when not known. */
  readonly commissioningRelease: string
  /** null: MAAS shows sources to administrators only. */
  readonly sources: RegionAnswer['sources']
  readonly saved: Saved | null
  readonly catalogues: ReadonlyMap<number, Catalogue>
  readonly images: readonly Image[]
}

/**
 * True if the cause of a notification visibly no longer exists. MAAS never removes the two about the commissioning
 * release (bootsources.py of 3.4 to 3.7, image_sync.py of 3.8): they stay until each user has dismissed them. MAAS
 * removes the others.
 */
export function isOutdated({ ident, message }: Notification, known: NotificationContext): boolean {
  if (ident !== 'commissioning_series_unselected' && ident !== 'commissioning_series_unavailable')
    return false
  const [, os, release] = /^(\S+) (\S+) is configured as the commissioning release\b/.exec(message) ?? []
  if (os === undefined || release === undefined || known.commissioningRelease === '') return false
  // another release is the commissioning release now
  if (os === 'ubuntu' && release !== known.commissioningRelease) return true
  const back = ident === 'commissioning_series_unselected' ? isSelected : isOffered
  return back(known, os, release) && isHeld(known, os, release)
}

const isSelected = ({ saved }: NotificationContext, os: string, release: string): boolean =>
  [...(saved?.values() ?? [])].some(
    (one) => one.os === os && one.release === release && effective(one.wanted) !== null,
  )

/** MAAS does not read sources that are disabled. */
const isOffered = ({ sources, catalogues }: NotificationContext, os: string, release: string): boolean =>
  (sources ?? []).some(
    ({ source }) =>
      source.enabled !== false &&
      catalogues.get(source.id)?.releases.some((one) => one.os === os && one.release === release),
  )

const isHeld = ({ images }: NotificationContext, os: string, release: string): boolean =>
  images.some(
    (image) =>
      image.kind === 'synced' &&
      image.os === os &&
      image.release === release &&
      image.known &&
      image.kernels.length > 0 &&
      image.kernels.every(({ held }) => held !== null),
  )
