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

/* How far a source change has come in the region. */

/** Which of two states the region has, by content; ids do not count. */
export function progressOf(
  now: readonly SourceState[],
  before: readonly SourceState[],
  target: SourceTarget,
): 'old' | 'new' | 'between' {
  if (contentOf(now) === contentOf(before)) return 'old'
  return contentOf(now) === contentOf(after(before, target)) ? 'new' : 'between'
}

/** The region after a completed change. */
function after(before: readonly SourceState[], target: SourceTarget): SourceState[] {
  const { spec, replaces, back } = target
  const others = before.filter(
    // going back restores a source that already existed before, whatever its id is now
    ({ source }) => source.id !== replaces && !(back && spec && sameSpec(specOf(source), spec)),
  )
  if (!spec) return others
  const source = { id: 0, created: '', updated: '', ...spec, ...target.extras }
  const selections = target.selections.map((wanted) => ({ ...wanted, id: 0, boot_source_id: 0 }))
  return [...others, { source, selections }]
}

/** Sources and selections as one text; equal content gives equal text. */
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

/**
 * The target that undoes a change, however far it has come: the replaced source again, instead of the one there now.
 */
export function wayBack(
  before: readonly SourceState[],
  now: readonly SourceState[],
  target: SourceTarget,
): SourceTarget {
  const { spec, replaces } = target
  // turning back from going back would lead away from the original state
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

/** An import without any source makes MAAS add its own, which then gives way to the deleted one. */
const putBack = (before: readonly SourceState[], now: readonly SourceState[]) =>
  now.length === 1 && before.length === 1
    ? now.find(({ source }) => source.url === MAAS_IO.stable)
    : undefined
