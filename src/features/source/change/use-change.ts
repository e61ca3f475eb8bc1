import { useQueryClient } from '@tanstack/react-query'
import { imagesQuery, refreshImages, regionQuery, watchImportStart } from '#api/images.ts'
import { messageOf } from '#api/client.ts'
import { applyChange, readStates } from './apply-change.ts'
import { isChanging, setChange, useChangeState, type SourceChange, type Ended } from './change-state.ts'
import { ownerOf, removeRecord, writeRecord, type Owner } from '#api/store/records.ts'
import { askCatalogue } from '#api/sources.ts'
import { DONE_CHANGE, PENDING_CHANGE } from './change-records.ts'
import { runningStop } from '#api/stop/stopping.ts'
import { isChangingElsewhere } from './other-tabs.ts'
import { extrasOf, specOf, type SourceState, type SourceTarget } from '#features/source/rules/model.ts'
import { feasible, makesSelections } from '#features/source/rules/restored.ts'
import { plainSelection } from '#selections/wanted.ts'
import { contentOf, wayBack } from '#features/source/rules/change-progress.ts'

/** Runs a source change, and records what is needed to finish it, to go back, and to undo it later. */
export function useChange() {
  const client = useQueryClient()
  const { shown, begin, reset } = useChangeState()

  async function run(change: SourceChange): Promise<void> {
    // one at a time: a second change would write between the calls of this one
    if (!isChanging()) await go(change)
  }

  async function go(change: SourceChange): Promise<void> {
    const { target, before, resumes = false, undoes = false } = change
    begin({ running: true, last: change })
    if (await isChangingElsewhere()) {
      setChange({ outcome: { kind: 'elsewhere' }, running: false })
      return
    }
    const region = client.getQueryData(regionQuery().queryKey)
    const owner = region ? ownerOf(region) : null
    const startedBefore = region?.sync.lastStarted ?? null
    // before the first call: a page that dies half-way must be able to finish or go back
    if (owner) {
      const pending = { at: new Date().toISOString(), target, before, ...(undoes && { undoes }) }
      await writeRecord(PENDING_CHANGE, owner, pending)
    }
    const result = await applyChange({
      target,
      version: region?.version ?? null,
      before,
      resumes,
      owner,
      onSteps: (steps) => setChange({ steps }),
      runningStop: () =>
        runningStop(owner, {
          importing: client.getQueryData(imagesQuery().queryKey)?.importing,
          lastStarted: client.getQueryData(regionQuery().queryKey)?.sync.lastStarted,
          readAt: Date.now(),
        }),
    })
    const at = new Date().toISOString()
    if (owner && result.kind === 'done') await keepUndo(owner, change, { at, startedBefore })
    // after the undo record: otherwise other tabs would briefly see neither record
    if (owner && (result.kind !== 'failed' || result.progress === 'old'))
      await removeRecord(PENDING_CHANGE, owner)
    setChange({ outcome: result, running: false, ended: { at, startedBefore } })
    await refreshImages(client)
    if (result.kind === 'done') void watchImportStart(client)
  }

  /** Runs a change to a target that was not planned by reading its source, as far as MAAS accepts it. */
  async function lead(
    change: SourceChange,
    aim: (now: readonly SourceState[]) => SourceTarget,
  ): Promise<void> {
    if (isChanging()) return
    begin({ running: true, last: change })
    try {
      const now = await readStates()
      if (change.seen && contentOf(now) !== contentOf(change.seen)) {
        setChange({ outcome: { kind: 'changed' }, running: false })
        await refreshImages(client)
        return
      }
      const target = aim(now)
      const region = client.getQueryData(regionQuery().queryKey)
      const catalogue =
        target.spec && makesSelections(target, now) ? await askCatalogue(target.spec).catch(() => null) : null
      const way = catalogue && region ? feasible(target, now, { catalogue, region }) : { target, lost: [] }
      await go({ ...way, before: change.before, resumes: true, undoes: target.back })
    } catch (error) {
      setChange({
        outcome: { kind: 'failed', message: messageOf(error), progress: 'unknown' },
        running: false,
      })
      // if the session has ended, this shows the sign-in
      await refreshImages(client)
    }
  }

  /** Goes back to the state before the change, however far it has come. */
  const goBack = (change: SourceChange): Promise<void> =>
    lead(change, (now) => wayBack(change.before, now, change.target))

  /** Finishes a change that no browser recorded but that shows in the region. */
  const finishFound = (change: SourceChange): Promise<void> => lead(change, () => change.target)

  return { ...shown, run, goBack, finishFound, reset }
}

/** Records what is needed to undo a completed change. */
async function keepUndo(
  owner: Owner,
  { target, before, undoes = false }: SourceChange,
  { at, startedBefore }: Ended,
): Promise<void> {
  const replaced = before.find(({ source }) => source.id === target.replaces)
  // after going back, the older change can still be undone
  if (target.back) return
  if (undoes) return removeRecord(DONE_CHANGE, owner)
  if (!replaced) return
  await writeRecord(DONE_CHANGE, owner, {
    at,
    from: {
      spec: specOf(replaced.source),
      extras: extrasOf(replaced.source),
      selections: replaced.selections.map(plainSelection),
    },
    to: target.spec && { url: target.spec.url, keyring_filename: target.spec.keyring_filename },
    startedBefore,
  })
}
