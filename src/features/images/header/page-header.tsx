import type { ReactNode } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'
import type { DeletionList } from '#features/images/deletion/use-deletion.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { useCommands } from '#ui/commands/commands.ts'
import { HeaderFacts } from './header-facts.tsx'
import { HeaderNotices } from './header-notices.tsx'
import { ImportButton } from './import-button.tsx'
import { SourceLinks } from './source-links.tsx'
import { SyncSwitch } from './sync-switch.tsx'
import { useAutoSync } from './use-auto-sync.ts'
import { useImport } from './use-import.ts'

const NOT_READ = 'This page has not read the region yet.'
const IMPORT_NOT_READ = 'This page has not read yet whether an import is running.'

type Openers = {
  /** Opens the dialog of the selection file. */
  onFile: () => void
  /** Opens the dialog of the default images. */
  onDefaults: () => void
  /** Opens the list in which images are deleted. */
  onDelete: (list: DeletionList) => void
}
type Props = Openers & {
  data: ReturnType<typeof useImages>
  readOnlyReason: string | null
  /** The fold with the preflight checks. */
  checks?: ReactNode
}

/** The boot sources in use, the last and next sync, and the buttons for imports and sources. */
export function PageHeader({ data, readOnlyReason, checks, ...openers }: Props) {
  const unread = data.region.data ? null : NOT_READ
  const off = unread ?? readOnlyReason
  // the button would become Stop import under the pointer
  const importOff = off ?? (data.images.data ? null : IMPORT_NOT_READ)
  const order = useImport(data, importOff)
  const sync = useAutoSync(data, off)
  const { onFile, onDefaults, onDelete } = openers
  useDialogCommands(openers, unread, off)
  return (
    <header className="page-header">
      <div className="page-header__line">
        <h1 className="p-heading--3">Images</h1>
        <div className="page-header__actions">
          <ImportButton order={order} offBecause={importOff} />
          <SourceLinks data={data} />
          <BusyButton offBecause={unread} onClick={onFile}>
            Selection file
          </BusyButton>
          <BusyButton offBecause={unread} onClick={onDefaults}>
            Default images
          </BusyButton>
          <BusyButton offBecause={off} onClick={() => onDelete('all')}>
            Delete images
          </BusyButton>
        </div>
      </div>
      <HeaderFacts data={data} stopping={order.stopping} checks={checks}>
        <SyncSwitch sync={sync} offBecause={off} late={data.syncsSelections} />
      </HeaderFacts>
      <HeaderNotices order={order} sync={sync} />
    </header>
  )
}

/**
 * What the buttons open, in the command palette.
 * @param unread why nothing can be opened; null: it can
 * @param off why nothing can be written; null: it can
 */
function useDialogCommands(
  { onFile, onDefaults, onDelete }: Openers,
  unread: string | null,
  off: string | null,
): void {
  useCommands(() => [
    {
      id: 'selection-file',
      group: 'Actions',
      label: 'Export, import or compare a selection file',
      keywords: 'json',
      offBecause: unread,
      run: onFile,
    },
    {
      id: 'default-images',
      group: 'Actions',
      label: 'View or change default images',
      keywords: 'commissioning release default operating system minimum kernel deploy settings',
      offBecause: unread,
      run: onDefaults,
    },
    { id: 'delete', group: 'Actions', label: 'Delete images', offBecause: off, run: () => onDelete('all') },
    {
      id: 'not-offered',
      group: 'Actions',
      label: 'Show images that are not offered any more',
      offBecause: off,
      run: () => onDelete('not-offered'),
    },
  ])
}
