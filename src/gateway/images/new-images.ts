import type { Image } from '#contract/gateway.ts'
import type { Selection } from '#contract/maas.ts'

type Named = Pick<Image, 'kind' | 'os' | 'release' | 'arch'>

const selects = ({ os, release, arches }: Selection, image: Named): boolean =>
  os === image.os && release === image.release && (arches.includes('*') || arches.includes(image.arch))

/**
 * Notices images that appear although no known selection names them: another client has changed the selections since
 * they were read. Each image counts once, so that an image which MAAS keeps without a selection causes no further reads.
 */
export function createNewImages() {
  let noticed: ReadonlySet<string> | null = null
  return {
    /** Whether such an image has appeared since the last call. The images of the first call are not new. */
    appeared(images: readonly Named[], selections: readonly Selection[]): boolean {
      const before = noticed
      const names = images
        .filter((image) => image.kind === 'synced' && !selections.some((one) => selects(one, image)))
        .map(({ os, release, arch }) => `${os}/${release}/${arch}`)
      noticed = new Set(names)
      return before !== null && names.some((name) => !before.has(name))
    },
  }
}
