import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useState, type RefObject } from 'react'
import type { GridLine } from './grid-lines.ts'
import type { RowPosition } from './row-position.ts'

const ROW = 41
/** The assumed height of details that have not been measured yet, in pixels. */
const DETAIL = 260
const OVERSCAN = 6

/**
 * The lines of the grid that are in view, and a few more, so that long tables stay fast. `keep` is the index of a
 * line that is always included, because it has the keyboard focus.
 */
export function useGridWindow(
  body: RefObject<HTMLDivElement | null>,
  lines: readonly GridLine[],
  keep: number,
) {
  const offset = useTop(body, lines.length)
  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => (lines[index]?.kind === 'detail' ? DETAIL : ROW),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: OVERSCAN,
    scrollMargin: offset,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range)
      return keep < 0 || shown.includes(keep) ? shown : [...shown, keep].sort((a, b) => a - b)
    },
  })
  return {
    height: virtual.getTotalSize(),
    shown: virtual.getVirtualItems().flatMap(({ index, start }) => {
      const line = lines[index]
      const position: RowPosition = { measure: virtual.measureElement, index, top: start - offset }
      return line ? [{ line, position }] : []
    }),
    scrollTo: (index: number) => virtual.scrollToIndex(index),
  }
}

/**
 * The distance of the grid from the top of the document, in pixels. It changes when notices above the grid appear or
 * disappear.
 */
function useTop(body: RefObject<HTMLElement | null>, length: number): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const element = body.current
    const shared = element?.closest('main') ?? element?.parentElement
    if (!element || !shared) return undefined
    const measure = () => setTop(Math.round(element.getBoundingClientRect().top + window.scrollY))
    measure()
    if (typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(measure)
    observer.observe(shared)
    return () => observer.disconnect()
    // a filter changes both the grid and what is above it
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [body, length])
  return top
}
