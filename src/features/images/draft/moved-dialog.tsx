import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { offerText, whatMoved } from './moved-words.ts'
import type { OfferedArches } from '#features/images/rules/selection-plan.ts'
import type { Moved } from '#features/images/rules/moved-sources.ts'
import { releaseTitleIn } from '#features/images/save/use-save.ts'
import { wantedText } from '#features/images/rules/wanted-text.ts'
import type { Table } from '#features/images/rules/model.ts'
import { releaseKey } from '#selections/keys.ts'

type Props = {
  moved: readonly Moved[]
  table: Table
  offered: OfferedArches
  onLater: () => void
  onKeep: () => void
  onDiscard: () => void
}

/** Compares the unsaved selection with what its source offers now. */
export function MovedDialog({ moved, table, offered, onLater, onKeep, onDiscard }: Props) {
  return (
    <Modal
      title="The boot source of your selection changed"
      description="Nothing has been saved. Keep the part of your selection that the source offers now, or discard the selection."
      onClose={onLater}
      actions={
        <>
          <BusyButton onClick={onLater}>Decide later</BusyButton>
          <BusyButton tone="negative" onClick={onDiscard}>
            Discard selection
          </BusyButton>
          <BusyButton tone="positive" onClick={onKeep}>
            Keep selection
          </BusyButton>
        </>
      }
    >
      {moved.map((one) => (
        <table key={one.source.id} className="lined-table changes changes--text">
          <caption>{whatMoved(one)}</caption>
          <thead>
            <tr>
              <th scope="col">Release</th>
              <th scope="col">Your selection</th>
              <th scope="col">Offered now</th>
            </tr>
          </thead>
          <tbody>
            {one.entries.map((entry) => (
              <tr key={releaseKey(entry)}>
                <td>{releaseTitleIn(table, entry)}</td>
                <td>{wantedText(entry.wanted)}</td>
                <td>{offerText(entry, offered(entry))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </Modal>
  )
}
