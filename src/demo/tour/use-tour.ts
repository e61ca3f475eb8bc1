import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ControlClient } from '#simulator/control/door/client.ts'
import { findSpot } from './spot.ts'
import type { Tour } from './tour.ts'
import { createTourRun, type TourView } from './tour-run.ts'

type Needs = { tour: Tour; control: ControlClient; host: HTMLElement }

/** Runs a tour on the page: notices what happens there, and highlights where the next step is. */
export function useTour({ tour, control, host }: Needs) {
  const client = useQueryClient()
  const [view, setView] = useState<TourView>({ index: 0, working: false, problem: null })
  const [run] = useState(() =>
    createTourRun({
      tour,
      control,
      find: (spot) => findSpot(document, spot, host),
      onRegionChanged: () => void client.invalidateQueries(),
      onView: setView,
    }),
  )
  const marked = useRef(createMark())

  useEffect(() => {
    const mark = marked.current
    const look = () => {
      run.check()
      const at = tour.steps[run.view().index]?.at
      mark.move(at ? findSpot(document, at, host) : null)
    }
    const stop = onChange(look)
    look()
    return () => {
      stop()
      mark.move(null)
    }
  }, [run, tour, host])

  return { view, next: () => void run.next() }
}

/** Calls back a moment after the page has changed. Returns what ends that. */
function onChange(callback: () => void): () => void {
  let soon: ReturnType<typeof setTimeout> | undefined
  const later = () => {
    soon ??= setTimeout(() => {
      soon = undefined
      callback()
    }, 50)
  }
  const observer = new MutationObserver(later)
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true })
  // a box that a click checks changes no attribute
  document.addEventListener('change', later)
  return () => {
    clearTimeout(soon)
    observer.disconnect()
    document.removeEventListener('change', later)
  }
}

const MARK = 'data-demo-mark'

/** Highlights one element at a time, and brings it into view once. */
function createMark() {
  let marked: Element | null = null
  return {
    move(element: HTMLElement | null): void {
      if (element === marked) return
      marked?.removeAttribute(MARK)
      element?.setAttribute(MARK, '')
      element?.scrollIntoView({ block: 'center', behavior: 'auto' })
      marked = element
    },
  }
}
