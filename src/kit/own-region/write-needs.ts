import type { Catalogue } from '#contract/gateway.ts'
import type { BootSource, Selection } from '#contract/maas.ts'

export const isFrom38 = (version: string): boolean => /^3\.([89]|\d\d)/.test(version)

type Region = {
  readonly user: { readonly username: string; readonly admin: boolean }
  readonly importing: boolean
  readonly sources: readonly BootSource[]
  readonly selections: readonly Selection[]
  /** What its sources offer, by id, or why one cannot be read. */
  readonly catalogues: ReadonlyMap<number, Catalogue | string>
}

/** What a region lacks for the flow that adds and removes a selection; null: nothing. */
export function lacksForWrites({ user, importing, sources, selections, catalogues }: Region): string | null {
  if (!user.admin) return `${user.username} is not an administrator of this MAAS`
  if (importing) return 'an import is running in this region, and is left alone'
  const used = sources.filter(({ enabled }) => enabled !== false)
  if (used.length === 0) return 'this region has no boot source'

  const unread: string[] = []
  for (const { id, url } of used) {
    const catalogue = catalogues.get(id)
    if (catalogue === undefined || typeof catalogue === 'string') unread.push(`${url}: ${catalogue}`)
    else if (
      catalogue.releases.some((release) =>
        hasUnselected(
          release,
          selections.filter((one) => one.boot_source_id === id),
        ),
      )
    )
      return null
  }
  return unread.length > 0
    ? `the gateway cannot read what a boot source offers (${unread.join('; ')})`
    : 'every release that its sources offer is selected, on every architecture: nothing can be added'
}

/**
 * The selected releases that a source does not offer, such as `ubuntu/cosmic`. MAAS takes no such selection again: a source
 * that is created again loses them.
 */
export const releasesNotOffered = ({ releases }: Catalogue, selections: Selections): string[] =>
  selections
    .filter(
      ({ os, release }) =>
        !releases.some(
          (one) => one.os === os && one.release === release && one.arches.some(({ absent }) => !absent),
        ),
    )
    .map(({ os, release }) => `${os}/${release}`)

type Release = Catalogue['releases'][number]
type Selections = readonly Selection[]

/** Whether the release has an offered image that no selection includes. */
function hasUnselected({ os, release, arches }: Release, selections: Selections): boolean {
  const own = selections.filter((one) => one.os === os && one.release === release)
  const selected = new Set(own.flatMap((one) => one.arches))
  return !selected.has('*') && arches.some(({ arch, absent }) => !absent && !selected.has(arch))
}
