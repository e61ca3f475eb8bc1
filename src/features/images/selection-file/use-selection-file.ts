import { useEffect, useState } from 'react'
import type { Draft } from '#features/images/rules/model.ts'

/** An import that can be undone: the name of the file, and the unsaved selection before and after it. */
export type ImportedFile = { readonly name: string; readonly before: Draft; readonly after: Draft }

/** Opens the dialog of the selection file, also when files are dropped on the page, but not behind another dialog. */
export function useSelectionFile() {
  const [opened, setOpened] = useState<'empty' | readonly File[] | null>(null)
  const [imported, setImported] = useState<ImportedFile | null>(null)
  const [isDragged, setDragged] = useState(false)
  useEffect(() => {
    const take = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      // otherwise the browser would leave the page to show the file
      event.preventDefault()
      const isBehind = !opened && document.querySelector('[role=dialog],dialog[open]')
      setDragged(event.type === 'dragover' && !isBehind)
      const files = [...event.dataTransfer.files]
      if (event.type === 'drop' && files[0] && !isBehind) setOpened(files)
    }
    const leave = ({ relatedTarget }: DragEvent) => {
      // between two elements of the page it has a target
      if (relatedTarget === null) setDragged(false)
    }
    window.addEventListener('dragover', take)
    window.addEventListener('drop', take)
    window.addEventListener('dragleave', leave)
    return () => {
      window.removeEventListener('dragover', take)
      window.removeEventListener('drop', take)
      window.removeEventListener('dragleave', leave)
    }
  }, [opened])
  return {
    opened,
    /** Whether files are dragged over the page that can be dropped here. */
    isDragged,
    /** The last import, as long as it is neither saved, discarded nor changed. */
    imported,
    setImported,
    open: () => setOpened('empty'),
    close: () => setOpened(null),
  }
}
