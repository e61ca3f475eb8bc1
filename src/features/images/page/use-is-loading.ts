import { useEffect, useState } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'

/** If a source takes longer than this, the page shows the images that the region holds and keeps waiting. */
const CATALOGUE_PATIENCE_MS = 3_000

/**
 * Whether the page is still waiting for its first table. Sources add columns and rows, and a grid that grows while
 * someone reads it is worse than a short wait. Once shown, the table stays, even while another source is being read,
 * because notices and dialogs are part of it.
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

/** True once `ms` have passed since `started` became true. */
function useWaited(started: boolean, ms: number): boolean {
  const [waited, setWaited] = useState(false)
  useEffect(() => {
    if (!started) return undefined
    const timer = setTimeout(() => setWaited(true), ms)
    return () => clearTimeout(timer)
  }, [started, ms])
  return waited
}
