import { useId, useState } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { releaseTitleIn } from './use-save.ts'
import { undecided, type MergeChange } from './merge.ts'
import type { MergeStage, SaveOutcome } from './save.ts'
import { wantedText } from '#features/images/rules/wanted-text.ts'
import type { Draft, Table } from '#features/images/rules/model.ts'
import { type ReleaseKey, releaseKey } from '#selections/keys.ts'

type Merge = Extract<SaveOutcome, { kind: 'merge' }>

type Props = {
  outcome: Merge
  table: Table
  onSave: (draft: Draft) => void
  /** Called when the dialog is closed in any way: editing continues with what was shown. */
  onKeepEditing: (draft: Draft) => void
  /** Called when it is closed before its code is loaded: the draft does not change. */
  onDismiss: () => void
}

/** Shown when someone else changed the same releases: what was saved, what it is now, and what would be saved. */
export function MergeDialog({ outcome, table, onSave, onKeepEditing }: Props) {
  const { changes, draft } = outcome.merged
  const [theirs, setTheirs] = useState<ReadonlySet<ReleaseKey>>(new Set())
  const choose = (key: ReleaseKey, other: boolean) => {
    const next = new Set(theirs)
    if (other) next.add(key)
    else next.delete(key)
    setTheirs(next)
  }
  const agreed = () => new Map([...draft].filter(([key]) => !theirs.has(key)))
  const keepEditing = () => onKeepEditing(undecided(agreed(), changes))
  return (
    <Modal
      title="Someone else changed the selection"
      description={`${STAGES[outcome.stage]} ${CHANGES[changes.some(({ conflict }) => conflict) ? 'conflict' : 'merged']}`}
      onClose={keepEditing}
      actions={
        <>
          <BusyButton onClick={keepEditing}>Keep editing</BusyButton>
          <BusyButton tone="positive" onClick={() => onSave(agreed())}>
            Save merged selection
          </BusyButton>
        </>
      }
    >
      {changes.map((change) => (
        <Change
          key={releaseKey(change.id)}
          change={change}
          name={releaseTitleIn(table, change.id)}
          mine={!theirs.has(releaseKey(change.id))}
          onChoose={(mine) => choose(releaseKey(change.id), !mine)}
        />
      ))}
    </Modal>
  )
}

const STAGES: Readonly<Record<MergeStage, string>> = {
  before: 'Nothing has been saved yet.',
  partly: 'Part of your selection is saved; the import has not started.',
  saved: 'Your selection was saved, then someone else changed it; the import has not started.',
}

const CHANGES = {
  merged: 'The changes were merged. Check them, then save.',
  conflict: 'Compatible changes were merged. Choose what to keep where they conflict.',
} as const

type ChangeProps = { change: MergeChange; name: string; mine: boolean; onChoose: (mine: boolean) => void }

function Change({ change, name, mine, onChoose }: ChangeProps) {
  const radios = useId()
  return (
    <fieldset className="detail__choice">
      <legend>{name}</legend>
      <dl className="facts">
        <dt>Before</dt>
        <dd>{wantedText(change.base)}</dd>
        <dt>Now in MAAS</dt>
        <dd>{wantedText(change.theirs)}</dd>
        <dt>{change.conflict ? 'Your selection' : 'Merged'}</dt>
        <dd>{wantedText(change.merged)}</dd>
      </dl>
      {change.conflict && (
        <>
          <label className="detail__radio">
            <input type="radio" name={radios} checked={mine} onChange={() => onChoose(true)} />
            Save my selection
          </label>
          <label className="detail__radio">
            <input type="radio" name={radios} checked={!mine} onChange={() => onChoose(false)} />
            Keep the selection in MAAS
          </label>
        </>
      )}
    </fieldset>
  )
}
