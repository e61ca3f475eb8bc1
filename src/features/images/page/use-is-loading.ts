import { useEffect, useState } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'

/** A source that takes longer than this is waited for with the images that are held on the page. */
const CATALOGUE_PATIENCE_MS = 3_000

/**
 * Whether the first table is still awaited. Sources bring columns and rows: a grid that grows while a person reads it
 * is worse than a moment more to wait. Once the table was shown it stays, also while another source is read: notices
 * and dialogs stand in it.
 */
export function useIsLoading({ region, images, catalogueQueries }: ReturnType<typeof useImages>): boolean {
  const isHeld = region.data !== undefined && images.data !== undefined
  const isPatienceOver = useWaited(isHeld, CATALOGUE_PATIENCE_MS)
  const [isShown, setShown] = useState(false)
  const awaitsSource = !isShown && !isPatienceOver && catalogueQueries.some((query) => query.isPending)
  const isLoading = !isHeld || awaitsSource
  if (!isLoading && !isShown) setShown(true)
  return isLoading
}

/** True from so many ms after `started` on. */
function useWaited(started: boolean, ms: number): boolean {
  const [waited, setWaited] = useState(false)
  useEffect(() => {
    if (!started) return undefined
    const timer = setTimeout(() => setWaited(true), ms)
    return () => clearTimeout(timer)
  }, [started, ms])
  return waited
}
