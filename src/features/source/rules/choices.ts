import type { NewSelection } from '#contract/maas.ts'
import type { Comparison, ReleaseChange } from '#streams/catalogue/compare.ts'
import { type WantedRelease, ALL, hasAll, orAll, tidy } from '#selections/wanted.ts'
import { releaseName } from '#selections/keys.ts'
import type { ImportOutcome } from '#selections/outcome/import-outcome.ts'

/** What happens to a selection that the new source cannot serve in full. */
export type Choice =
  | { readonly do: 'keep' }
  | { readonly do: 'drop' }
  | { readonly do: 'map'; readonly to: string }
/** By `os/release`. */
export type Choices = ReadonlyMap<string, Choice>

export const KEEP: Choice = { do: 'keep' }
export const DROP: Choice = { do: 'drop' }

export type ChoiceRules = {
  /** MAAS updates the source in place: selections stay as they are, even if the source does not offer them. */
  readonly inPlace: boolean
  /** `ubuntu/noble`; MAAS refuses to delete its selection. */
  readonly commissioning: string
  /** MAAS deletes the images of a selection together with it (3.8). */
  readonly deletesImmediately?: boolean
  /** Releases, `ubuntu/noble`, whose selection can stay as it is, but MAAS refuses every change of it. */
  readonly unchangeable?: ReadonlySet<string>
}

/** The releases whose selection names an architecture that the new source does not offer: MAAS refuses to change it. */
export const unchangeableIn = (
  selections: readonly WantedRelease[],
  { selected }: Comparison,
): ReadonlySet<string> =>
  new Set(
    selected.flatMap((change, index) => {
      const named = selections[index]?.arches ?? []
      const there = archesThere(change)
      return !hasAll(named) && named.some((arch) => !there.includes(arch)) ? [releaseName(change)] : []
    }),
  )

export const isMissing = ({ images }: ReleaseChange): boolean =>
  images.every(({ kind }) => kind === 'missing')

/** The choices for a release that the new source does not offer. The first one is the default. */
export function choicesFor(
  change: ReleaseChange,
  { inPlace, commissioning, unchangeable }: ChoiceRules,
): Choice[] {
  const { nearest } = change
  const canMap = nearest !== null && unchangeable?.has(releaseName(nearest)) !== true
  const map: Choice[] = canMap ? [{ do: 'map', to: nearest.release }] : []
  if (!inPlace) return [DROP, ...map]
  return releaseName(change) === commissioning ? [KEEP] : [KEEP, ...map, DROP]
}

/** The choice in force for a release that the new source does not offer. */
export function choiceOf(change: ReleaseChange, choices: Choices, rules: ChoiceRules): Choice {
  const possible = choicesFor(change, rules)
  const chosen = choices.get(releaseName(change))
  return possible.find((one) => JSON.stringify(one) === JSON.stringify(chosen)) ?? possible[0] ?? KEEP
}

/**
 * The selections at the new source: the current ones, with the choices for releases that are not offered. If they have
 * to be created again, architectures that are not offered are left out, because MAAS refuses them.
 */
export function carriedSelections(
  selections: readonly WantedRelease[],
  comparison: Comparison,
  choices: Choices,
  rules: ChoiceRules,
): NewSelection[] {
  const carried = new Map<string, NewSelection>()
  const add = (wanted: WantedRelease) => {
    const key = releaseName(wanted)
    const before = carried.get(key)
    carried.set(key, {
      os: wanted.os,
      release: wanted.release,
      arches: union(before?.arches, wanted.arches),
      subarches: union(before?.subarches, wanted.subarches),
      labels: union(before?.labels, wanted.labels),
    })
  }
  for (const [index, change] of comparison.selected.entries()) {
    const wanted = selections[index]
    if (!wanted) continue
    if (isMissing(change)) {
      const choice = choiceOf(change, choices, rules)
      if (choice.do === 'keep') add(wanted)
      if (choice.do === 'map') {
        const arches = offeredOf(wanted.arches, change.nearest?.arches ?? [])
        // kernels and labels belong to the replaced release
        add({ os: wanted.os, release: choice.to, arches, subarches: [ALL], labels: [ALL] })
      }
    } else if (rules.inPlace) add(wanted)
    else add(acceptedPart(wanted, change))
  }
  return [...carried.values()]
}

/** The part of a selection that its source offers: MAAS refuses a selection that names anything else. */
export function acceptedPart(
  { os, release, arches, subarches, labels }: WantedRelease,
  change: ReleaseChange,
): NewSelection {
  const { names } = change
  // MAAS 3.8 imports an image whatever kernels and labels its selection names: none that is offered stands for all
  const orEvery = (list: readonly string[], offered: readonly string[] = list) =>
    orAll(offeredOf(list, offered))
  return {
    os,
    release,
    arches: offeredOf(arches, archesThere(change)),
    subarches: orEvery(subarches, names?.subarches),
    labels: orEvery(labels, names?.labels),
  }
}

const archesThere = ({ images }: ReleaseChange): string[] =>
  images.filter(({ kind }) => kind !== 'missing').map(({ arch }) => arch)

/** The names in a list of a selection that a source has. */
const offeredOf = (wanted: readonly string[], there: readonly string[]): string[] =>
  hasAll(wanted) ? [ALL] : wanted.filter((arch) => there.includes(arch))

const union = (before: readonly string[] | undefined, more: readonly string[]): string[] =>
  tidy([...(before ?? []), ...more])

export type Cost = {
  readonly download: number
  readonly freed: number
  /** What the import downloads with or without the change: updates and unfinished downloads. */
  readonly due?: number
  /** Whether MAAS may do more or less, see `changeCost`. */
  readonly isAbout?: boolean
  /** The import after the change fails, because the region holds these boot resources twice (up to 3.7). */
  readonly failsAt?: ImportOutcome['failsAt']
}

/**
 * Bytes that the change downloads, and that it frees after the import, as far as versions show. Does not consider what
 * the region has from other sources or in other versions.
 * @param now comparison of the current selection
 * @param then comparison of the future selection
 */
export function costOf(now: Comparison, then: Comparison): Cost {
  const [before, after] = [imagesOf(now), imagesOf(then)]
  let download = 0
  let freed = 0
  for (const [key, { kind, bytesAfter }] of after)
    if (!before.has(key) || kind !== 'kept') download += bytesAfter
  for (const [key, { kind, bytesBefore }] of before) {
    // MAAS keeps images that the source no longer offers as long as they are selected
    if (!after.has(key) || ['newer', 'older', 'changed'].includes(kind)) freed += bytesBefore
  }
  return { download, freed }
}

const imagesOf = ({ selected }: Comparison) =>
  new Map(
    selected.flatMap((change) =>
      change.images.map((image) => [`${releaseName(change)}/${image.arch}`, image] as const),
    ),
  )
