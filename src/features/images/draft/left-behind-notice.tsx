import { timeText } from '#lib/time.ts'
import { CommandButton } from '#ui/commands/command-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { releaseTitleIn } from '#features/images/save/use-save.ts'
import type { Table } from '#features/images/rules/model.ts'
import { useLeftBehind } from './use-left-behind.ts'

export type LeftProps = Parameters<typeof useLeftBehind>[0] & {
  readonly table: Table
}

const NAMED = 3

/** Offers the unsaved selection of a closed tab. It is restored only on request. */
export function LeftBehindNotice({ table, ...use }: LeftProps) {
  const left = useLeftBehind(use)
  if (!left) return null
  const names = [...left.draft.values()].map((entry) => releaseTitleIn(table, entry))
  const more = names.length - NAMED
  return (
    <Notice
      tone="information"
      title={`Unsaved selection from ${timeText(left.at, use.data.images.dataUpdatedAt)}`}
      actions={
        <>
          <CommandButton
            command="Restore unsaved selection"
            tone="positive"
            offBecause={use.off}
            onClick={() => void left.restore()}
          >
            Restore selection
          </CommandButton>
          <CommandButton command="Discard stored selection" onClick={() => void left.discard()}>
            Discard selection
          </CommandButton>
        </>
      }
    >
      {names.slice(0, NAMED).join(', ')}
      {more > 0 && ` and ${more} more`} {names.length === 1 ? 'was' : 'were'} changed in this browser and not
      saved. Nothing is sent to MAAS until you save.
    </Notice>
  )
}
