import { useState } from 'react'
import type { Catalogue, RegionAnswer } from '#contract/gateway.ts'
import type { SourceExtras, SourceSpec } from '#api/sources.ts'
import { isAtLeast } from '#lib/maas-version.ts'
import { compareCatalogues } from '#streams/compare.ts'
import { canUpdate } from './change-plan.ts'
import { carriedSelections, choiceKey, costOf, type Choice, type Choices, type Rules } from './choices.ts'
import { sameSource } from './source-form.ts'
import { extrasOf, extrasText, sameSpec, specOf, wantedOf, type SourceState, type Target } from './model.ts'

type Input = {
  region: RegionAnswer
  sources: readonly SourceState[]
  /** What it takes the place of; null: it is added. */
  old: SourceState | null
  /** What the present source offers, where that is known. */
  present: Catalogue | null
  spec: SourceSpec
  /** MAAS 3.8 and later. */
  extras: SourceExtras | undefined
  catalogue: Catalogue
  /** Selections to have in the end, instead of those of now. */
  restores: Target['selections'] | null
}

/** What a change to a source that was read would do, with the choices made for what it does not offer. */
export function planOf(input: Input, choices: Choices) {
  const { region, sources, old, present, catalogue, restores } = input
  // MAAS gets a keyring in the one form it reads
  const spec = { ...input.spec, keyring_data: catalogue.keyring.data ?? input.spec.keyring_data }
  const rules: Rules = {
    inPlace: old !== null && canUpdate(old, spec),
    commissioning: `ubuntu/${region.config.commissioningRelease}`,
  }
  const kernelsFiltered = isAtLeast(region.version, 3, 7) === false
  const selections = old?.selections ?? []
  const compare = (wanted: readonly Target['selections'][number][]) =>
    compareCatalogues(present, catalogue, wanted, { kernelsFiltered })
  const comparison = compare(selections)
  const carried = restores ?? carriedSelections(selections, comparison, choices, rules)
  const target: Target = {
    spec,
    selections: carried,
    replaces: old?.source.id ?? null,
    extras: input.extras,
  }
  const same = sources.find(
    ({ source }) => sameSource(source.url, spec.url) && source !== old?.source,
  )?.source
  const inUse =
    old !== null &&
    sameSpec(specOf(old.source), spec) &&
    extrasText(extrasOf(old.source)) === extrasText(input.extras)
  const unchanged = inUse && (restores === null || sameSelections(restores, selections))
  return {
    rules,
    comparison,
    target,
    cost: costOf(comparison, compare(carried)),
    offBecause: unchanged
      ? 'This is the source in use, with the same keyring: nothing would change.'
      : same
        ? same.url === spec.url
          ? 'The region has this source already.'
          : `The region has this source already, written ${same.url}: MAAS would read it twice.`
        : null,
  }
}

export type Plan = ReturnType<typeof planOf>

function sameSelections(a: Target['selections'], b: Target['selections']): boolean {
  const text = (list: Target['selections']) => JSON.stringify(list.map(wantedOf).map(byRelease).sort())
  return text(a) === text(b)
}

const byRelease = (wanted: Target['selections'][number]) => `${choiceKey(wanted)} ${JSON.stringify(wanted)}`

/** The choices of a person; they go when another source is read. */
export function useChoices() {
  const [choices, setChoices] = useState<Choices>(new Map())
  return {
    choices,
    choose: (key: string, choice: Choice) => setChoices((before) => new Map(before).set(key, choice)),
    forget: () => setChoices(new Map()),
  }
}
