import { useState } from 'react'
import type { SourceExtras, SourceSpec } from '#api/sources.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { useSourceForm } from '#features/source/form/use-source-form.ts'
import type { SourceForm } from '#features/source/form/source-form.ts'
import { ANYWAY } from '#features/source/report/warning-words.ts'
import type { SourceState, SourceTarget } from '#features/source/rules/model.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { endsAllImports, refusals } from '#streams/catalogue/concerns.ts'
import { useEnteredSource } from '#features/source/form/use-entered-source.ts'
import { sourcePlan } from '#features/source/rules/source-plan.ts'
import { useChoices } from './use-choices.ts'

/** What an undo restores: the source to prefill and read immediately, and the selections to have in the end. */
export type Restores = {
  readonly spec: SourceSpec
  readonly extras?: SourceExtras | undefined
  readonly selections: SourceTarget['selections']
}

type Use = {
  region: RegionAnswer
  sources: readonly SourceState[]
  old: SourceState | null
  restores: Restores | null
  /** The URL and the keyring to prefill. */
  fill?: SourceSpec | null | undefined
}

/** The entered source, what was read from it, and what a change to it would do. */
export function useChangeForm({ region, sources, old, restores, fill }: Use) {
  const ranked = capabilitiesOf(region.version).ranksSources
  const typed = useSourceForm({ sources, old, restores, fill, ranked })
  const found = useEnteredSource({ sources, old, first: restores?.spec ?? null })
  const [usesAnyway, setUsesAnyway] = useState(false)
  const { choices, choose, forget } = useChoices()
  const { entered, catalogue, present, images, files, catalogues, importing } = found
  // once the prefilled source is edited, this is an ordinary change
  const isUndo = restores !== null && entered === restores.spec
  const plan =
    catalogue && entered
      ? sourcePlan(
          {
            region,
            sources,
            old,
            present,
            spec: ranked ? withoutSlash(entered) : entered,
            extras: typed.extrasAt(entered),
            catalogue,
            images,
            files,
            catalogues,
            restores: isUndo ? restores.selections : null,
            importing,
          },
          choices,
        )
      : null
  const refusalReasons = catalogue ? refusals(catalogue, region.version) : []
  /** The choices belonged to the source that was read before. */
  const begin = () => {
    setUsesAnyway(false)
    forget()
  }
  return {
    typed,
    found,
    plan,
    isUndo,
    choices,
    choose,
    usesAnyway,
    setUsesAnyway,
    /** Why MAAS refuses the source that was read. */
    refusalReasons,
    /** Why the change cannot be made; null: it can. */
    offBecause:
      plan?.offBecause ??
      (typed.rank && plan && !plan.target.extras
        ? 'The name or the priority is not valid. Choose Connect to see why.'
        : null) ??
      (catalogue && refusalReasons.length > 0 && !usesAnyway
        ? `${endsAllImports(catalogue, region.version) ? 'This source would stop all imports.' : 'MAAS refuses this source.'} Select “${ANYWAY}” to continue.`
        : null),
    edit: (next: SourceForm) => {
      typed.edit(next)
      begin()
      found.forget()
    },
    connect: () => {
      const spec = typed.read()
      if (!spec) return
      begin()
      found.read(spec)
    },
    cancel: () => {
      begin()
      found.stopReading()
    },
  }
}

/** MAAS 3.8 removes slashes at the end of an address. */
const withoutSlash = (spec: SourceSpec): SourceSpec => ({ ...spec, url: spec.url.replace(/\/+$/, '') })
