import type { QueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { refreshImages, watchImportStart } from '#api/images.ts'
import { lazyModule } from '#lib/lazy-module.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { offeredBy } from '#features/images/promise/hazards.ts'
import type { SaveOutcome } from './save.ts'
import type { BoardStep } from '#selections/step-board.ts'
import type { Draft, Table } from '#features/images/rules/model.ts'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { type ReleaseId, releaseKey, releaseName } from '#selections/keys.ts'

const NO_STEPS: readonly BoardStep[] = []
/** What is known of a save whose page was closed or reloaded: its steps say where it was. */
const INTERRUPTED: SaveOutcome = { kind: 'failed', message: 'The save was interrupted.', written: true }

/** What saves is fetched when there is something to save. */
const saving = lazyModule(() => import('./save.ts'))
const UNLOADED: SaveOutcome = { kind: 'failed', message: '', written: false, unloaded: true }

type Use = {
  client: QueryClient
  data: ReturnType<typeof useImages>
  draft: ReturnType<typeof useDraft>
  table: Table
}

/** Runs a save and keeps what a person should see of it. */
export function useSave({ client, data, draft, table }: Use) {
  const [begun, setRunning] = useState(false)
  // a save goes on where the page was left during it
  const running = begun || draft.saving
  const [steps, setSteps] = useState<readonly BoardStep[]>(NO_STEPS)
  const [outcome, setOutcome] = useState<SaveOutcome | null>(null)

  const { setImportOwed, keepSteps } = draft
  // an import that begins after the save brings what was saved, whoever started it
  const importing = data.images.data?.importing
  const wasImporting = useRef(importing)
  useEffect(() => {
    if (importing && wasImporting.current === false) setImportOwed(false)
    wasImporting.current = importing
  }, [importing, setImportOwed])

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
    const kept = stepKeeper(keepSteps)
    const loaded = await saving.load().catch(() => null)
    const ending = loaded?.saveSelection({
      draft: drafted,
      commissioningRelease: data.region.data?.config.commissioningRelease ?? '',
      rules: { ...rulesOf(data.region.data?.version ?? ''), offered: offeredBy(data.catalogues) },
      nameOf: (id) => releaseTitleIn(table, id),
      onSteps: (now) => {
        setSteps(now)
        kept.note(now)
      },
      beforeWrites: () => kept.begin(),
      onWritten: () => draft.setImportOwed(true),
      onDraft: draft.change,
    })
    const result = ending ? await ending : UNLOADED
    if (result.kind === 'saved') draft.setImportOwed(false)
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
    run,
    dismiss,
    /** Takes an agreed draft over and goes on with it: nothing is saved. */
    keepEditing: (agreed: Draft) => {
      dismiss()
      draft.change(() => agreed)
    },
    /** Takes an agreed draft over and saves it, with the import that is owed. */
    saveAgreed: (agreed: Draft) => {
      setOutcome(null)
      draft.change(() => agreed)
      // with nothing left to save, what was saved before is still to be imported
      return agreed.size === 0 && !draft.importOwed ? undefined : run(agreed)
    },
  }
}

/** Keeps the steps of a save from its first write on. */
function stepKeeper(keep: (steps: readonly BoardStep[]) => Promise<void>) {
  let latest = NO_STEPS
  let begun = false
  return {
    note(steps: readonly BoardStep[]) {
      latest = steps
      // a failure is kept in the end
      if (begun && !steps.some(({ status }) => status === 'failed')) void keep(steps)
    },
    /** Resolves when they are on the disk, or cannot be. */
    begin(): Promise<void> {
      begun = true
      return keep(latest)
    },
    /** A page that is left breaks off its calls, which is no answer of MAAS: it does not live to keep that. */
    async end(result: SaveOutcome): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve))
      // a save that has written nothing has nothing to continue
      await keep(result.kind === 'failed' && result.written ? latest : NO_STEPS)
    },
  }
}

function rulesOf(version: string) {
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
