import type { Catalogue, Image } from '#contract/gateway.ts'
import { heldFacts } from '#selections/held-facts.ts'
import { fullTitle, osTitle, releaseTitle } from '#selections/os-titles.ts'

type Release = { readonly os: string; readonly release: string }

/**
 * Names releases as the Images page does: "Ubuntu 24.04 LTS" by the first catalogue that lists it, otherwise by the
 * images of the region; "Ubuntu “noble”" if nothing names it.
 */
export const releaseNames =
  (catalogues: readonly Pick<Catalogue, 'releases'>[], images: readonly Image[] = []) =>
  ({ os, release }: Release): string => {
    const isIt = (one: Release) => one.os === os && one.release === release
    const listed = catalogues.flatMap(({ releases }) => releases.find(isIt) ?? [])[0]
    if (listed) return fullTitle(os, releaseTitle(os, listed.title))
    const held = images.filter((image) => image.kind === 'synced' && isIt(image))
    return held.length > 0 ? fullTitle(os, heldFacts(os, release, held).title) : `${osTitle(os)} “${release}”`
  }
