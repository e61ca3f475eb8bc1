import { useEffect, useState } from 'react'
import type { Draft } from '#features/images/rules/model.ts'

/** An import that can be undone: the name of the file, and the unsaved selection before it. */
export type Imported = { readonly name: string; readonly before: Draft }

/** Opens the dialog of the selection file, also when a file is dropped on the page. */
export function useSelectionFile() {
  const [opened, setOpened] = useState<'asked' | File | null>(null)
  const [imported, setImported] = useState<Imported | null>(null)
  useEffect(() => {
    const take = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      // otherwise the browser would leave the page to show the file
      event.preventDefault()
      const file = event.dataTransfer.files[0]
      if (event.type === 'drop' && file) setOpened(file)
    }
    window.addEventListener('dragover', take)
    window.addEventListener('drop', take)
    return () => {
      window.removeEventListener('dragover', take)
      window.removeEventListener('drop', take)
    }
  }, [])
  return {
    opened,
    /** The last import, as long as it is not saved. */
    imported,
    setImported,
    open: () => setOpened('asked'),
    close: () => setOpened(null),
  }
}
