import { passes } from '#selections/wanted.ts'
import { resourceText } from '#selections/source-offer.ts'
import { dropResources, isComplete } from '#simulator/rules/resources.ts'
import { logImport } from '#simulator/state/events.ts'
import { osAndRelease, type Resource, type State, type WantedProduct } from '#simulator/state/state.ts'
import { resourceKey } from './wanted.ts'

/* What MAAS up to 3.7 removes before and after its downloads. */

/** The resources that the import does not want, except those that are selected and that no source lists any more. */
export function unwantedOf(
  state: State,
  at: number,
  held: ReadonlyMap<string, Resource>,
  wanted: readonly WantedProduct[],
): Resource[] {
  const keys = new Set(wanted.map(({ product }) => resourceText(resourceKey(product))))
  const unwanted = [...held].filter(([key]) => !keys.has(key)).map(([, resource]) => resource)
  const images = new Set(wanted.map(({ product }) => imageText(resourceKey(product))))
  return unwanted.filter((resource) => {
    const isEmpty = resource.sets.length === 0
    if (isEmpty || images.has(imageText(resource)) || !isSelected(state, resource)) return true
    const what = resource.name.replace('/', `/${resource.architecture}/`)
    logImport(
      state,
      at,
      `Boot image ${what} no longer exists in stream, but remains in selections. To delete this image remove its selection.`,
    )
    return false
  })
}

/**
 * Whether the region holds a boot resource twice that the import does not want: then MAAS fails before it removes or
 * downloads anything, without a message (get_one in resource_cleaner). From 3.6 on, an upgrade can leave that.
 */
export function holdsTwice(state: State, wanted: readonly WantedProduct[]): boolean {
  const keys = new Set(wanted.map(({ product }) => resourceText(resourceKey(product))))
  const seen = new Set<string>()
  for (const resource of state.resources.values()) {
    const key = resourceText(resource)
    if (resource.type !== 'Synced' || keys.has(key)) continue
    if (seen.has(key)) return true
    seen.add(key)
  }
  return false
}

const imageText = ({ name, architecture }: { name: string; architecture: string }) =>
  `${name} ${architecture.split('/')[0] ?? ''}`

/** Up to 3.7, a region without any selection has a filter that lets everything pass (resource_cleaner). */
function isSelected(state: State, resource: Resource): boolean {
  if (state.selections.size === 0) return true
  const { os, release } = osAndRelease(resource)
  const [arch = '', kernel = ''] = resource.architecture.split('/')
  return [...state.selections.values()].some(
    (selection) =>
      selection.os === os &&
      selection.release === release &&
      passes(selection.arches, arch) &&
      passes(selection.subarches, kernel) &&
      passes(selection.labels, resource.sets.at(-1)?.label ?? ''),
  )
}

/** Keeps the newest complete set of each resource, and removes resources without one (resource_set_cleaner). */
export function cleanSets(state: State): void {
  const synced = [...state.resources.values()].filter(({ type }) => type === 'Synced')
  for (const resource of synced)
    resource.sets = resource.sets.filter((set) => isComplete(state, set)).slice(-1)
  const empty = synced.filter(({ sets }) => sets.length === 0)
  if (empty.length > 0)
    dropResources(
      state,
      empty.map(({ id }) => id),
    )
}
