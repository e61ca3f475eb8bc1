import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useSearchParams } from 'react-router'

/** Which images the list for deleting shows. */
export type DeletionList = 'all' | 'not-offered'

const LIST = 'delete'
const IMAGE = 'image'

/**
 * The mode in which images are deleted: its list takes the place of the table. It is in the URL:
 * `/images?delete=not-offered`.
 */
export function useDeletion() {
  const [params, setParams] = useSearchParams()
  const latest = useRef(setParams)
  useEffect(() => {
    latest.current = setParams
  })
  const value = params.get(LIST)
  const list: DeletionList | null = value === 'all' || value === 'not-offered' ? value : null
  const image = params.get(IMAGE)

  const go = useCallback((which: DeletionList | null, key: string | null, replace: boolean) => {
    const set = (old: URLSearchParams) => {
      const next = new URLSearchParams(old)
      for (const [name, to] of [
        [LIST, which],
        [IMAGE, key],
      ] as const)
        if (to === null) next.delete(name)
        else next.set(name, to)
      return next
    }
    latest.current(set, { replace, preventScrollReset: true })
  }, [])
  const open = useCallback((which: DeletionList) => go(which, null, false), [go])
  /** Asks whether to delete one image. @param key see keyOf */
  const ask = useCallback((key: string) => go('all', key, false), [go])
  const show = useCallback((which: DeletionList) => go(which, null, true), [go])

  return useMemo(
    () => ({
      list,
      /** The image that is to be asked about. */
      image,
      open,
      ask,
      /** Shows another list in place of this one, without an image to ask about. */
      show,
      close: () => go(null, null, false),
    }),
    [list, image, open, ask, show, go],
  )
}
export type Deletion = ReturnType<typeof useDeletion>
