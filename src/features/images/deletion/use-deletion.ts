import { useState } from 'react'

/** Which images the list for deleting shows. */
export type DeletionList = 'all' | 'not-offered'

/** The mode in which images are deleted: its list takes the place of the table. */
export function useDeletion() {
  const [list, setList] = useState<DeletionList | null>(null)
  return { list, open: (which: DeletionList) => setList(which), close: () => setList(null) }
}
