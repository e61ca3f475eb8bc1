import { useState } from 'react'
import type { SourceExtras, SourceSpec } from '#api/sources.ts'
import { extrasOf, specOf, type SourceState } from '#features/source/rules/model.ts'
import { prefillRank, readRank, type RankErrors, type RankForm } from './rank-form.ts'
import {
  EMPTY_FORM,
  hasAdvanced,
  prefill,
  readSourceForm,
  type SourceFormErrors,
  type SourceForm,
} from './source-form.ts'

type Begin = {
  readonly sources: readonly SourceState[]
  /** null: a new source. */
  readonly old: SourceState | null
  /** What to prefill instead of `old`. */
  readonly restores: { readonly spec: SourceSpec; readonly extras?: SourceExtras | undefined } | null
  /** The URL and the keyring to prefill, with what else `old` has. */
  readonly fill?: SourceSpec | null | undefined
  /** MAAS 3.8 and later: a source has a name and a priority, and can be disabled. */
  readonly ranked: boolean
}

/** The entered source, its errors, and what it means for MAAS. */
export function useSourceForm({ sources, old, restores, fill, ranked }: Begin) {
  const spec = restores?.spec ?? fill ?? (old && specOf(old.source))
  const [form, setForm] = useState<SourceForm>(() =>
    spec ? prefill(spec) : { ...EMPTY_FORM, kind: 'custom' },
  )
  const [rank, setRank] = useState<RankForm | null>(() => {
    const extras = restores ? restores.extras : old ? extrasOf(old.source) : undefined
    return ranked ? prefillRank(extras, spec?.url ?? '', sources) : null
  })
  const [advanced, setAdvanced] = useState(() => hasAdvanced(form))
  const [errors, setErrors] = useState<SourceFormErrors & RankErrors>({})
  const [suggestion, setSuggestion] = useState<string | null>(null)

  const forgive = () => {
    setErrors({})
    setSuggestion(null)
  }
  return {
    form,
    rank,
    advanced,
    errors,
    suggestion,
    setAdvanced,
    edit: (next: SourceForm) => {
      setForm(next)
      forgive()
    },
    editRank: (next: RankForm) => {
      setRank(next)
      forgive()
    },
    /** The entered source; null: the form is incomplete and shows what is missing. */
    read(): SourceSpec | null {
      const understood = readSourceForm(form, rank?.skips ?? false)
      const ranking = 'errors' in understood ? null : readExtras(understood.spec)
      const wrong = 'errors' in understood ? understood : ranking && 'errors' in ranking ? ranking : null
      if (wrong || 'errors' in understood) {
        const found: SourceFormErrors & RankErrors = wrong?.errors ?? {}
        setErrors(found)
        setSuggestion('suggestion' in understood ? (understood.suggestion ?? null) : null)
        if (Object.keys(found).some((field) => field !== 'url')) setAdvanced(true)
        return null
      }
      forgive()
      return understood.spec
    },
    /** Name, priority and options entered for this source; undefined: there are none, or they are not valid. */
    extrasAt(at: SourceSpec): SourceExtras | undefined {
      const ranking = readExtras(at)
      return ranking && 'extras' in ranking ? ranking.extras : undefined
    },
  }

  function readExtras({ url }: SourceSpec) {
    const others = sources.filter((state) => state !== old)
    return rank && readRank(rank, url.replace(/\/+$/, ''), others)
  }
}
