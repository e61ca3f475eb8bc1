import { useEffect } from 'react'
import { CommandButton } from '#ui/commands/command-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { rebase } from '#features/images/rules/selection.ts'
import type { useSave } from '#features/images/save/use-save.ts'
import { isSameDraft } from '#features/images/selection-file/rules/file-draft.ts'
import type { useSelectionFile } from './use-selection-file.ts'
import { SelectionFileDialog, type DialogProps } from './selection-file-dialog.tsx'

type Props = Omit<DialogProps, 'dropped' | 'onImport' | 'onClose'> & {
  save: ReturnType<typeof useSave>
  file: ReturnType<typeof useSelectionFile>
}

/** The dialog, and after an import the notice with the way back. */
export function SelectionFile({ save, file, ...props }: Props) {
  const { data, draft } = props
  const { opened, imported, setImported, close } = file
  const isOver =
    imported !== null && (save.outcome?.kind === 'saved' || !isSameDraft(draft.draft, imported.after))
  useEffect(() => {
    if (isOver) setImported(null)
  }, [isOver, setImported])
  return (
    <>
      {imported && !save.running && !isOver && (
        <Notice
          tone="information"
          title={`${imported.name} was imported`}
          actions={
            <CommandButton
              command={`Undo import of ${imported.name}`}
              onClick={() => {
                const { before } = imported
                setImported(null)
                save.dismiss()
                draft.change(() => (data.saved ? rebase(before, data.saved) : before))
              }}
            >
              Undo import
            </CommandButton>
          }
          onDismiss={() => setImported(null)}
        >
          {draft.draft.size > 0
            ? 'Nothing is saved yet. Check the selection, then save it.'
            : 'The region already selects what the file selects, so there is nothing to save.'}
        </Notice>
      )}
      {opened && (
        <SelectionFileDialog
          {...props}
          onClose={close}
          dropped={opened === 'empty' ? null : opened}
          onImport={(next, name) => {
            setImported({ name, before: draft.draft, after: next })
            save.dismiss()
            draft.change(() => next)
            close()
          }}
        />
      )}
    </>
  )
}
