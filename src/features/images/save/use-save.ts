import type { QueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { refreshImages, regionQuery, watchImportStart } from '#api/images.ts'
import { runningStop } from '#api/stop/stopping.ts'
import { useJoined } from './use-joined.ts'
import { lazyModule } from '#lib/lazy-module.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { offeredBy } from '#features/images/forecast/offered-by.ts'
import type { UnchangedRegion } from './import-now.ts'
import type { SaveOutcome } from './save.ts'
import type { BoardStep } from '#selections/step-board.ts'
import type { Draft, Table } from '#features/images/rules/model.ts'
import type { RunningImport } from '#features/images/draft/running-import.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { type ReleaseId, releaseKey, releaseName } from '#selections/keys.ts'

const NO_STEPS: readonly BoardStep[] = []
/** The outcome of a save whose page was closed or reloaded. Its stored steps show how far it was. */
const INTERRUPTED: SaveOutcome = { kind: 'failed', message: 'The save was interrupted.', written: true }

/** Loads the code for saving only when there is something to save. */
const saving = lazyModule(() => import('./save.ts'))
const UNLOADED: SaveOutcome = { kind: 'failed', message: '', written: false, unloaded: true }

type Use = {
  client: QueryClient
  data: ReturnType<typeof useImages>
  draft: ReturnType<typeof useDraft>
  table: Table
}

/** Runs a save and keeps its outcome and steps for display. */
export function useSave({ client, data, draft, table }: Use) {
  const [begun, setRunning] = useState(false)
  // a save continues even if the user leaves the page
  const running = begun || draft.saving
  const [steps, setSteps] = useState<readonly BoardStep[]>(NO_STEPS)
  const [outcome, setOutcome] = useState<SaveOutcome | null>(null)

  const { setImportOwed, keepSteps } = draft
  const importing = data.images.data?.importing
  const lastStarted = data.region.data?.sync.lastStarted
  const { runningImport } = draft
  const joined = useJoined({ client, saving: running, importing, lastStarted, runningImport, setImportOwed })
  // any import that begins after the save downloads what was saved; the one it was left to began before
  const wasImporting = useRef(importing)
  useEffect(() => {
    if (importing && wasImporting.current === false && !joined) setImportOwed(false)
    wasImporting.current = importing
  }, [importing, joined, setImportOwed])

  const importNow = () => ({
    importing: wasImporting.current,
    lastStarted: client.getQueryData(regionQuery().queryKey)?.sync.lastStarted,
    readAt: Date.now(),
  })

  const isAny = draft.draft.size > 0 || draft.importOwed
  useEffect(() => {
    if (isAny) saving.load().catch(() => undefined)
  }, [isAny])

  const dismiss = useCallback(() => {
    setOutcome(null)
    setSteps(NO_STEPS)
    void keepSteps(NO_STEPS)
  }, [keepSteps])

  const run = async (drafted = draft.draft) => {
    if (running) return
    setRunning(true)
    setOutcome(null)
    draft.setSaving(true)
    const kept = stepKeeper(draft)
    const joins: RunningImport[] = []
    const loaded = await saving.load().catch(() => null)
    const ending = loaded?.saveSelection({
      draft: drafted,
      commissioningRelease: data.region.data?.config.commissioningRelease ?? '',
      rules: { ...rulesOf(data.region.data?.version ?? ''), offered: offeredBy(data.catalogues) },
      seen: seenIn(data),
      nameOf: (id) => releaseTitleIn(table, id),
      onSteps: (now) => {
        setSteps(now)
        kept.note(now)
      },
      beforeWrites: (running) => kept.begin(running),
      onWritten: () => draft.setImportOwed(true),
      onDraft: draft.change,
      onJoin: (joinedImport) => void joins.push(joinedImport),
      runningStop: () => runningStop(data.owner, importNow()),
    })
    const result = ending ? await ending : UNLOADED
    // the running import applies the change only if it is not stopped
    if (joins[0]) draft.joinImport(joins[0])
    else if (result.kind === 'saved') draft.setImportOwed(false)
    await kept.end(result)
    draft.setSaving(false)
    await refreshImages(client)
    if (result.kind === 'saved') {
      draft.clear()
      void watchImportStart(client)
    }
    setOutcome(result)
    setRunning(false)
  }

  const isInterrupted = draft.interrupted.length > 0 && (draft.draft.size > 0 || draft.importOwed)
  return {
    running,
    steps: isInterrupted && !running ? draft.interrupted : steps,
    outcome: outcome ?? (isInterrupted && !running ? INTERRUPTED : null),
    /** The import that was running at the save may still apply what was saved. */
    joined,
    run,
    dismiss,
    /** Continues editing with the agreed draft, without saving. */
    keepEditing: (agreed: Draft) => {
      dismiss()
      draft.change(() => agreed)
    },
    /** Saves the agreed draft and starts the import that is still missing. */
    saveAgreed: (agreed: Draft) => {
      setOutcome(null)
      draft.change(() => agreed)
      // even with nothing left to save, what was saved before must be imported
      return agreed.size === 0 && !draft.importOwed ? undefined : run(agreed)
    },
  }
}

const seenIn = ({ sources, saved, sourcesSince }: Use['data']): UnchangedRegion | null =>
  sources && saved && { sources: sources.map(({ source }) => source), saved, since: sourcesSince }

/** Stores the steps of a save, from its first write on. */
function stepKeeper({ keepSteps: keep, beginWrites }: Pick<Use['draft'], 'keepSteps' | 'beginWrites'>) {
  let latest = NO_STEPS
  let begun = false
  return {
    note(steps: readonly BoardStep[]) {
      latest = steps
      // a failure is stored at the end
      if (begun && !steps.some(({ status }) => status === 'failed')) void keep(steps)
    },
    /** Resolves when the steps are on disk, or cannot be stored. */
    begin(running: RunningImport | undefined): Promise<void> {
      begun = true
      return beginWrites(latest, running)
    },
    /** Closing the page aborts its calls, which looks like a failure, but the page no longer exists to store it. */
    async end(result: SaveOutcome): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve))
      // a save that has written nothing has nothing to continue
      await keep(result.kind === 'failed' && result.written ? latest : NO_STEPS)
    },
  }
}

/** How this version of MAAS applies a save. */
export function rulesOf(version: string) {
  const { syncsSelections, mayDropCommissioning } = capabilitiesOf(version)
  return { recreates: syncsSelections, importsOneAtATime: syncsSelections, mayDropCommissioning }
}

/** "Ubuntu 24.04 LTS" */
export function releaseTitleIn(table: Table, id: ReleaseId): string {
  const key = releaseKey(id)
  for (const group of table.groups) {
    const row = group.rows.find((r) => r.key === key)
    if (row) return `${group.title} ${row.title}`
  }
  return releaseName(id)
}
