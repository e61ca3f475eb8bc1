import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { refreshImages, regionQuery, watchImportStart } from '#api/images.ts'
import type { ListedStep } from '#ui/step-list.tsx'
import { messageOf } from '#api/client.ts'
import { applyChange, readStates, type ChangeOutcome } from './apply-change.ts'
import { wayBack } from './change-plan.ts'
import { askCatalogue } from '#api/sources.ts'
import { forgetDone, forgetPending, rememberDone, rememberPending } from './kept.ts'
import { extrasOf, specOf, wantedOf, type SourceState, type Target } from './model.ts'
import { feasible, makesSelections } from './restored.ts'

export type Change = {
  readonly target: Target
  /** What the region had when this was planned, to come back to. */
  readonly before: readonly SourceState[]
  /** Goes on with one that stopped half-way. */
  readonly resumes?: boolean
  /** It is itself a way back: nothing to undo is left after it. */
  readonly undoes?: boolean
  /** `os/release` of selections that cannot come back: the source does not offer them any more. */
  readonly lost?: readonly string[]
}

/** When a change ended, ISO, and the last import that MAAS told of when it began. */
export type Ended = { readonly at: string; readonly startedBefore: string | null }

/** Runs a change of source, and keeps what is needed to finish it, to go back, and to undo it later. */
export function useChange() {
  const client = useQueryClient()
  const [steps, setSteps] = useState<readonly ListedStep[]>([])
  const [outcome, setOutcome] = useState<ChangeOutcome | null>(null)
  const [last, setLast] = useState<Change | null>(null)
  const [running, setRunning] = useState(false)
  const [ended, setEnded] = useState<Ended | null>(null)

  async function run(change: Change): Promise<void> {
    const { target, before, resumes = false, undoes = false } = change
    setRunning(true)
    setLast(change)
    setOutcome(null)
    const startedBefore = client.getQueryData(regionQuery().queryKey)?.sync.lastStarted ?? null
    // before the first call: a page that dies half-way must know both ways on
    rememberPending({ at: new Date().toISOString(), target, before })
    const result = await applyChange({ target, before, resumes, onSteps: setSteps })
    const at = new Date().toISOString()
    setEnded({ at, startedBefore })
    if (result.kind !== 'failed' || result.place === 'old') forgetPending()
    if (result.kind === 'done') {
      const replaced = before.find(({ source }) => source.id === target.replaces)
      // after a way back the same can be undone as before it
      if (undoes && !target.back) forgetDone()
      else if (replaced && !target.back) {
        rememberDone({
          at,
          from: {
            spec: specOf(replaced.source),
            extras: extrasOf(replaced.source),
            selections: replaced.selections.map(wantedOf),
          },
          to: target.spec && { url: target.spec.url, keyring_filename: target.spec.keyring_filename },
          startedBefore,
        })
      }
    }
    setOutcome(result)
    setRunning(false)
    await refreshImages(client)
    if (result.kind === 'done') void watchImportStart(client)
  }

  /** From where a change has come back to what was before it, as far as MAAS goes along. */
  async function goBack({ target, before }: Change): Promise<void> {
    setRunning(true)
    setOutcome(null)
    setSteps([])
    try {
      const now = await readStates()
      const back = wayBack(before, now, target)
      const region = client.getQueryData(regionQuery().queryKey)
      const catalogue =
        back.spec && makesSelections(back, now) ? await askCatalogue(back.spec).catch(() => null) : null
      const way =
        catalogue && region ? feasible(back, now, { catalogue, region }) : { target: back, lost: [] }
      await run({ ...way, before, resumes: true, undoes: true })
    } catch (error) {
      setOutcome({ kind: 'failed', message: messageOf(error), place: 'unknown' })
      setRunning(false)
    }
  }

  const reset = () => {
    setOutcome(null)
    setSteps([])
  }

  return { steps, outcome, running, last, ended, run, goBack, reset }
}
