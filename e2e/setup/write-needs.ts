import type { Catalogue, ImagesAnswer, RegionAnswer } from '#contract/gateway.ts'

type Region = {
  readonly region: RegionAnswer
  readonly images: ImagesAnswer
  /** What its sources offer, by id, or why one cannot be read. */
  readonly catalogues: ReadonlyMap<number, Catalogue | string>
}

/** What a region lacks for the flow that adds and removes a selection; null: nothing. */
export function lacksForWrites({ region, images, catalogues }: Region): string | null {
  const { user, sources } = region
  if (!user.admin) return `${user.username} is not an administrator of this MAAS`
  if (images.importing) return 'an import is running in this region, and is left alone'
  const used = (sources ?? []).filter(({ source }) => source.enabled !== false)
  if (used.length === 0) return 'this region has no boot source'

  const unread: string[] = []
  for (const { source, selections } of used) {
    const catalogue = catalogues.get(source.id)
    if (catalogue === undefined || typeof catalogue === 'string') unread.push(`${source.url}: ${catalogue}`)
    else if (catalogue.releases.some((release) => hasUnselected(release, selections))) return null
  }
  return unread.length > 0
    ? `the gateway cannot read what a boot source offers (${unread.join('; ')})`
    : 'every release that its sources offer is selected, on every architecture: nothing can be added'
}

type Release = Catalogue['releases'][number]
type Selections = NonNullable<RegionAnswer['sources']>[number]['selections']

/** Whether the release has an offered image that no selection includes. */
function hasUnselected({ os, release, arches }: Release, selections: Selections): boolean {
  const own = selections.filter((one) => one.os === os && one.release === release)
  const selected = new Set(own.flatMap((one) => one.arches))
  return !selected.has('*') && arches.some(({ arch, absent }) => !absent && !selected.has(arch))
}
