import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import * as z from 'zod/mini'
import { regionQuery } from '#api/images.ts'
import { ownerOf, removeRecord, writeRecord, type RecordKind } from '#api/store/records.ts'
import { useRecord } from '#api/store/use-record.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { useCommands, type Command } from '#ui/commands/commands.ts'
import { lazyDialog, prefetching } from '#ui/lazy/lazy-part.tsx'

const CommandPalette = lazyDialog(
  () => import('./palette.tsx').then((m) => m.CommandPalette),
  ({ onClose }: { onClose: () => void }) => onClose,
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
  usePageCommands(region, () => setShown('shortcuts'))
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
      {shown === 'commands' && <CommandPalette onClose={close} />}
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

/** The pages, and the dialogs that have an address. */
function usePageCommands(region: RegionAnswer | undefined, showShortcuts: () => void) {
  const navigate = useNavigate()
  useCommands(() => {
    const isAdmin = region?.user.admin ?? false
    const go = (group: Command['group'], label: string, to: string, keywords = ''): Command => ({
      id: `go ${to}`,
      group,
      label,
      keywords,
      run: () => void navigate(to),
    })
    const ofSources = (region?.sources ?? []).flatMap(({ source }) => {
      const name = sourceLabel(source)
      const at = `/sources/${source.id}`
      return [
        go('Actions', `Update ${name}`, at, 'boot source url keyring'),
        ...(capabilitiesOf(region?.version ?? '').ranksSources
          ? [go('Actions', `Edit details of ${name}`, `${at}/details`, 'boot source priority enabled')]
          : []),
        go('Actions', `Delete ${name}`, `${at}/delete`, 'boot source'),
      ]
    })
    return [
      go('Pages', 'Images', '/images'),
      go('Pages', 'Boot sources', '/sources'),
      go('Pages', 'Local mirror', '/mirror', 'sstream-mirror air-gapped'),
      go('Pages', 'Activity', '/activity', 'history audit log last sync versions notifications export csv'),
      ...(isAdmin
        ? [
            go('Actions', 'Change source', '/images/source', 'maas.io stable candidate url keyring mirror'),
            go('Actions', 'Add source', '/sources/add', 'boot source'),
            ...ofSources,
          ]
        : []),
      {
        id: 'shortcuts',
        group: 'Actions',
        label: 'Show keyboard shortcuts',
        keywords: 'help keys ?',
        run: showShortcuts,
      },
    ]
  })
}
