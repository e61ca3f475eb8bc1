import { useEffect, type ComponentProps } from 'react'
import { afterPaint } from '#ui/lazy/after-paint.tsx'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'
import { positionAttributes, type RowPosition } from './row-position.ts'
import type { RowContent } from './row-content.tsx'

type Content = ComponentProps<typeof RowContent>
const LazyContent = lazyNotice<Content>(() => import('./row-content.tsx').then((m) => m.RowContent))

type Props = RowPosition & Content & { cols: number }

/** The line of the grid that holds the details of a release. */
export function RowDetail({ measure, index, top, cols, ...content }: Props) {
  return (
    <div role="row" {...positionAttributes({ measure, index, top })} className="grid__detail">
      <div role="gridcell" aria-colspan={cols} className="detail">
        <LazyContent {...content} />
      </div>
    </div>
  )
}

/** Fetches the code of the details as soon as rows that can be opened have been painted. */
export function usePrefetchOfDetails(): void {
  useEffect(() => afterPaint(LazyContent.prefetch), [])
}
