import type { FilesAnswer } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import type { Draft, ReleaseId, ReleaseKey, Saved } from './model.ts'
import { isTicked, releaseKey, wantedOf } from './selection.ts'

type Resource = FilesAnswer['resources'][number]
type Owner = { readonly key: ReleaseKey; readonly source: BootSource }

/** An image that MAAS 3.8 deletes because another source is used for it from then on. */
export type Moved = Pick<ReleaseId, 'os' | 'release'> & { readonly arch: string; readonly to: BootSource }

type Input = {
  readonly sources: readonly BootSource[]
  readonly resources: readonly Resource[]
  readonly saved: Saved
  readonly draft: Draft
  /** Selections that are deleted and created again. */
  readonly again: readonly ReleaseId[]
}

/**
 * What MAAS 3.8 deletes although it is wanted after the save: images of selections that are created again, and those
 * for which another source is used from then on (its sync deletes the copy of the other one first, recorded).
 */
export function deletedToComeBack(input: Input): {
  resources: ReadonlySet<Resource>
  moved: readonly Moved[]
} {
  const { sources, saved, draft } = input
  const again = new Set(input.again.map(releaseKey))
  const resources = new Set<Resource>()
  const moved = new Map<string, Moved>()
  for (const one of input.resources) {
    const image = imageOf(one)
    const before = image && ownerOf(image, sources, saved, NO_DRAFT)
    if (!image || !before) continue
    const after = ownerOf(image, sources, saved, draft)
    const moves = after !== null && after.key !== before.key && after.source.enabled !== false
    if (moves || again.has(before.key)) resources.add(one)
    if (moves) moved.set(`${one.name}/${image.arch}`, { ...image, to: after.source })
  }
  return { resources, moved: [...moved.values()] }
}

const NO_DRAFT: Draft = new Map()

type Image = { readonly os: string; readonly release: string; readonly arch: string }

function imageOf({ synced, name, architecture }: Resource): Image | null {
  const [os = '', release = ''] = name.split('/')
  return synced ? { os, release, arch: architecture.split('/')[0] ?? '' } : null
}

/** Of the sources that select an image the enabled one with the highest priority; without any, a disabled one. */
function ownerOf(image: Image, sources: readonly BootSource[], saved: Saved, draft: Draft): Owner | null {
  const owners = sources.flatMap((source): Owner[] => {
    const key = releaseKey({ ...image, sourceId: source.id })
    return isTicked(wantedOf(saved, draft, key), image.arch) ? [{ key, source }] : []
  })
  const rank = ({ source }: Owner) => [source.enabled === false ? 0 : 1, source.priority ?? 0] as const
  const best = owners.toSorted((a, b) => {
    const [[usedA, first], [usedB, second]] = [rank(a), rank(b)]
    return usedB - usedA || second - first
  })
  return best[0] ?? null
}
