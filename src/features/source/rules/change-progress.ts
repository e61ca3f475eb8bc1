import { plainSelection, tidy } from '#selections/wanted.ts'
import {
  extrasOf,
  extrasText,
  sameSpec,
  selectsSomething,
  specOf,
  type SourceState,
  type SourceTarget,
} from './model.ts'
import { standInOf } from './source-steps.ts'
import { MAAS_IO } from '#selections/maas-io.ts'

/* Where a region stands between what it had before a change of source and what the change leads to. */

/** Where a region stands between two states, by content; ids do not count. */
export function progressOf(
  now: readonly SourceState[],
  before: readonly SourceState[],
  target: SourceTarget,
): 'old' | 'new' | 'between' {
  if (contentOf(now) === contentOf(before)) return 'old'
  return contentOf(now) === contentOf(after(before, target)) ? 'new' : 'between'
}

/** What the region has when the change is through. */
function after(before: readonly SourceState[], target: SourceTarget): SourceState[] {
  const { spec, replaces, back } = target
  const others = before.filter(
    // what a way back restores was there before, whatever id it has now
    ({ source }) => source.id !== replaces && !(back && spec && sameSpec(specOf(source), spec)),
  )
  if (!spec) return others
  const source = { id: 0, created: '', updated: '', ...spec, ...target.extras }
  const selections = target.selections.map((wanted) => ({ ...wanted, id: 0, boot_source_id: 0 }))
  return [...others, { source, selections }]
}

/** Sources and selections as one text, the same for the same content. */
export function contentOf(states: readonly SourceState[]): string {
  const text = states.map(({ source, selections }) => {
    const { url, keyring_filename, keyring_data } = specOf(source)
    return [
      url,
      keyring_filename,
      keyring_data.replaceAll(/\s/g, ''),
      extrasText(extrasOf(source)),
      ...selections
        .filter(selectsSomething)
        .map(({ os, release, arches, subarches, labels }) =>
          JSON.stringify([os, release, ...[arches, subarches, labels].map((list) => tidy(list).sort())]),
        )
        .sort(),
    ].join('\n')
  })
  return text.sort().join('\n\n')
}

/** The way back from a change, wherever it has come: what it replaced again, in the place of what there is for it. */
export function wayBack(
  before: readonly SourceState[],
  now: readonly SourceState[],
  target: SourceTarget,
): SourceTarget {
  const { spec, replaces } = target
  // to turn round on it would lead away from what was before
  if (target.back) return target
  const old = before.find(({ source }) => source.id === replaces)
  const there =
    now.find(({ source }) => spec && sameSpec(specOf(source), spec)) ??
    standInOf(now, target, before) ??
    now.find(({ source }) => source.id === replaces) ??
    (spec ? undefined : putBack(before, now))
  return {
    spec: old ? specOf(old.source) : null,
    extras: old && extrasOf(old.source),
    selections: old ? old.selections.map(plainSelection) : [],
    replaces: there?.source.id ?? null,
    back: true,
  }
}

/** An import without any source makes MAAS put its own back: it makes room again for the one that was deleted. */
const putBack = (before: readonly SourceState[], now: readonly SourceState[]) =>
  now.length === 1 && before.length === 1
    ? now.find(({ source }) => source.url === MAAS_IO.stable)
    : undefined
