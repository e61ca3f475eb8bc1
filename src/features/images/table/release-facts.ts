import type { CatalogueRelease, Image } from '#contract/gateway.ts'
import type { ReleaseRow } from '#features/images/rules/model.ts'
import { heldFacts } from '#selections/held-facts.ts'
import { releaseTitle } from '#selections/os-titles.ts'

export type ReleaseFacts = Pick<ReleaseRow, 'title' | 'codename' | 'lts' | 'supportEol' | 'version'>

/** The title of a release: from a catalogue that lists it, or else from its images in MAAS. */
export function releaseFacts(
  os: string,
  release: string,
  listed: CatalogueRelease | null,
  images: Iterable<Image>,
): ReleaseFacts {
  if (listed) {
    const { codename, lts, supportEol, version } = listed
    return { title: releaseTitle(os, listed.title), codename, lts, supportEol, version }
  }
  return { ...heldFacts(os, release, [...images]), codename: '', supportEol: null }
}
