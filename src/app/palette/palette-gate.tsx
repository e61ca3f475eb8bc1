import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import * as z from 'zod/mini'
import { regionQuery } from '#api/images.ts'
import { ownerOf, removeRecord, writeRecord, type RecordKind } from '#api/store/records.ts'
import { useRecord } from '#api/store/use-record.ts'
import { lazyDialog, prefetching } from '#ui/lazy/lazy-part.tsx'

const CommandPalette = lazyDialog(
  () => import('./palette.tsx').then((m) => m.CommandPalette),
  ({ onClose }) => onClose,
)
const ShortcutSheet = lazyDialog(
  () => import('./shortcuts.tsx').then((m) => m.ShortcutSheet),
  ({ onClose }) => onClose,
)

/** Whether ? shows the shortcuts: people who speak to their computer type single keys without meaning to. */
const QUESTION_MARK_OFF: RecordKind<string> = { name: 'question-mark', version: 1, schema: z.string() }

/** The button and the keys (Ctrl+K, ?) for the command palette and the sheet of shortcuts. */
export function PaletteGate() {
  const { data: region } = useQuery(regionQuery())
  const owner = region ? ownerOf(region) : null
  const isOff = useRecord(QUESTION_MARK_OFF, owner) === 'off'
  const [shown, setShown] = useState<'commands' | 'shortcuts' | null>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const opened = dialogOf(event)
      if (opened === 'shortcuts' && isOff) return
      // one dialog at a time
      if (!opened || document.querySelector('[role=dialog], dialog[open]')) return
      event.preventDefault()
      setShown(opened)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [isOff])
  const close = () => setShown(null)
  return (
    <>
      <button
        type="button"
        className="top-bar__button"
        title="Ctrl+K"
        aria-keyshortcuts="Control+K"
        aria-haspopup="dialog"
        {...prefetching(CommandPalette)}
        onClick={() => setShown('commands')}
      >
        Commands
      </button>
      {shown === 'commands' && (
        <CommandPalette region={region} onShortcuts={() => setShown('shortcuts')} onClose={close} />
      )}
      {shown === 'shortcuts' && owner && (
        <ShortcutSheet
          opensByKey={!isOff}
          onOpensByKey={(on) =>
            void (on ? removeRecord(QUESTION_MARK_OFF, owner) : writeRecord(QUESTION_MARK_OFF, owner, 'off'))
          }
          onClose={close}
        />
      )}
    </>
  )
}

/** Which dialog a key opens. A question mark that is typed into a field opens none. */
function dialogOf({ key, ctrlKey, metaKey, altKey, shiftKey, target }: KeyboardEvent) {
  if (key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey && !shiftKey) return 'commands'
  if (key !== '?' || ctrlKey || metaKey || altKey) return null
  const isTyping =
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio])'))
  return isTyping ? null : 'shortcuts'
}
