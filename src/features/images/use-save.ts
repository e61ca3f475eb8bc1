import type { QueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { refreshImages, watchImportStart } from '#api/images.ts'
import { capabilitiesOf } from '#lib/maas-version.ts'
import { offeredBy } from './hazards.ts'
import { saveSelection, type SaveOutcome } from './save.ts'
import type { SaveStep } from './save-board.ts'
import { releaseKey } from './selection.ts'
import type { Draft, ReleaseId, Table } from './model.ts'
import type { useDraft } from './use-draft.ts'
import type { useImages } from './use-images.ts'

const NO_STEPS: readonly SaveStep[] = []

type Use = {
  client: QueryClient
  data: ReturnType<typeof useImages>
  draft: ReturnType<typeof useDraft>
  table: Table
}

/** Runs a save and keeps what a person should see of it. */
export function useSave({ client, data, draft, table }: Use) {
  const [running, setRunning] = useState(false)
  const [steps, setSteps] = useState<readonly SaveStep[]>(NO_STEPS)
  const [outcome, setOutcome] = useState<SaveOutcome | null>(null)

  const { setImportOwed } = draft
  // an import that begins after the save brings what was saved, whoever started it
  const importing = data.images.data?.importing
  const wasImporting = useRef(importing)
  useEffect(() => {
    if (importing && wasImporting.current === false) setImportOwed(false)
    wasImporting.current = importing
  }, [importing, setImportOwed])

  const dismiss = useCallback(() => {
    setOutcome(null)
    setSteps(NO_STEPS)
  }, [])

  const run = async (drafted = draft.draft) => {
    if (running) return
    setRunning(true)
    setOutcome(null)
    const result = await saveSelection({
      draft: drafted,
      commissioningRelease: data.region.data?.config.commissioningRelease ?? '',
      rules: { ...rulesOf(data.region.data?.version ?? ''), offered: offeredBy(data.catalogues) },
      nameOf: (id) => nameOf(table, id),
      onSteps: setSteps,
      onWritten: () => draft.setImportOwed(true),
      onDraft: draft.change,
    })
    if (result.kind === 'saved') draft.setImportOwed(false)
    await refreshImages(client)
    if (result.kind === 'saved') {
      draft.clear()
      void watchImportStart(client)
    }
    setOutcome(result)
    setRunning(false)
  }

  return {
    running,
    steps,
    outcome,
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

function rulesOf(version: string) {
  const { syncsSelections, mayDropCommissioning } = capabilitiesOf(version)
  return { recreates: syncsSelections, importsOneAtATime: syncsSelections, mayDropCommissioning }
}

/** "Ubuntu 24.04 LTS" */
export function nameOf(table: Table, id: ReleaseId): string {
  const key = releaseKey(id)
  for (const group of table.groups) {
    const row = group.rows.find((r) => r.key === key)
    if (row) return `${group.title} ${row.title}`
  }
  return `${id.os}/${id.release}`
}
