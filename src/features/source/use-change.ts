import { useQueryClient } from '@tanstack/react-query'
import { refreshImages, regionQuery, watchImportStart } from '#api/images.ts'
import { messageOf } from '#api/client.ts'
import { applyChange, readStates } from './apply-change.ts'
import { wayBack } from './change-plan.ts'
import { isChanging, setChange, useChangeState, type Change } from './change-state.ts'
import { askCatalogue } from '#api/sources.ts'
import { forgetDone, forgetPending, rememberDone, rememberPending } from './kept.ts'
import { isChangingElsewhere } from './other-tabs.ts'
import { extrasOf, specOf, wantedOf } from './model.ts'
import { feasible, makesSelections } from './restored.ts'

/** Runs a change of source, and keeps what is needed to finish it, to go back, and to undo it later. */
export function useChange() {
  const client = useQueryClient()
  const { shown, begin, reset } = useChangeState()

  async function run(change: Change): Promise<void> {
    // one at a time: another would write between the calls of this one
    if (!isChanging()) await go(change)
  }

  async function go(change: Change): Promise<void> {
    const { target, before, resumes = false, undoes = false } = change
    begin({ running: true, last: change })
    if (await isChangingElsewhere()) {
      setChange({ outcome: { kind: 'elsewhere' }, running: false })
      return
    }
    const startedBefore = client.getQueryData(regionQuery().queryKey)?.sync.lastStarted ?? null
    // before the first call: a page that dies half-way must know both ways on
    rememberPending({ at: new Date().toISOString(), target, before, ...(undoes && { undoes }) })
    const result = await applyChange({ target, before, resumes, onSteps: (steps) => setChange({ steps }) })
    const at = new Date().toISOString()
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
    // after what is kept for Undo: in between, other tabs would take it that nothing is
    if (result.kind !== 'failed' || result.place === 'old') forgetPending()
    setChange({ outcome: result, running: false, ended: { at, startedBefore } })
    await refreshImages(client)
    if (result.kind === 'done') void watchImportStart(client)
  }

  /** From where a change has come back to what was before it, as far as MAAS goes along. */
  async function goBack(change: Change): Promise<void> {
    if (isChanging()) return
    const { target, before } = change
    begin({ running: true, last: change })
    try {
      const now = await readStates()
      const back = wayBack(before, now, target)
      const region = client.getQueryData(regionQuery().queryKey)
      const catalogue =
        back.spec && makesSelections(back, now) ? await askCatalogue(back.spec).catch(() => null) : null
      const way =
        catalogue && region ? feasible(back, now, { catalogue, region }) : { target: back, lost: [] }
      await go({ ...way, before, resumes: true, undoes: true })
    } catch (error) {
      setChange({ outcome: { kind: 'failed', message: messageOf(error), place: 'unknown' }, running: false })
      // where nobody is signed in any more, this is what asks for it
      await refreshImages(client)
    }
  }

  return { ...shown, run, goBack, reset }
}
