import { messageOf } from '#api/client.ts'
import { followStop } from '#api/import-end.ts'
import { startImport } from '#api/images.ts'
import { sendStop } from '#api/stop/send-stop.ts'
import { stopOfAll } from '#api/stop/stopping.ts'
import type { Owner } from '#api/store/records.ts'
import { deleteSelection } from '#api/writes/selection-writes.ts'
import { createSource, deleteSource, updateSource } from '#api/sources.ts'
import {
  createSelectionUntilRead,
  updateSelectionUntilRead,
  WAIT_TEXTS,
  type WaitReason,
} from '#api/writes/until-read.ts'
import { mayBeDone } from '#api/write-failure.ts'
import type { BootSource } from '#contract/maas.ts'
import { Unverified, ImportRunsOn } from './change-words.ts'
import type { KnownRegion } from './known-region.ts'
import type { SourceStep } from '#features/source/rules/model.ts'

type Tools = {
  readonly known: KnownRegion
  readonly note: (text: string) => void
  readonly wait: (ms: number) => Promise<void>
  readonly importsOneAtATime: boolean
  /** The region and user of this page; null: not known. */
  readonly owner: Owner | null
}

/** Does one step, if MAAS still has the known state. Resolves to the source that it created or updated, or null. */
export async function doStep(
  step: SourceStep,
  created: number,
  { known, note, owner, ...tools }: Tools,
): Promise<BootSource | null> {
  const patience = { ...tools, onWait: (reason: WaitReason) => note(WAIT_TEXTS[reason]) }
  switch (step.kind) {
    case 'stop-import':
      await stopImport(tools.wait, owner)
      return null
    case 'create-source': {
      const source = await createSource({ ...step.spec, ...step.extras }, known.sources())
      known.setSource(source)
      return source
    }
    case 'update-source': {
      const id = step.id ?? created
      const source = await updateSource(id, { ...step.spec, ...step.extras }, known.source(id))
      known.setSource(source)
      return source
    }
    case 'delete-source':
      await deleteSource(known.withSelections(step.id))
      known.deleteSource(step.id)
      return null
    case 'create-selection': {
      const sourceId = step.sourceId ?? created
      known.setSelection(sourceId, await createSelectionUntilRead(sourceId, step.wanted, patience))
      return null
    }
    case 'update-selection': {
      const { sourceId, id, wanted } = step
      const expected = known.selection(sourceId, id)
      known.setSelection(sourceId, await updateSelectionUntilRead(sourceId, id, wanted, expected, patience))
      return null
    }
    case 'delete-selection':
      await deleteSelection(step.sourceId, step.id, known.selection(step.sourceId, step.id))
      known.deleteSelection(step.sourceId, step.id)
      return null
    default:
      await startImport()
      return null
  }
}

async function stopImport(wait: (ms: number) => Promise<void>, owner: Owner | null): Promise<void> {
  const memory = stopOfAll(owner)
  await sendStop(memory)
  const end = await followStop({ wait, onWait: () => undefined }, memory).catch((error: unknown) => {
    // a refused check does not mean that the stop was refused
    throw mayBeDone(error) ? error : new Unverified(messageOf(error))
  })
  if (end !== 'ended') throw new ImportRunsOn(end === 'goes-on')
}
