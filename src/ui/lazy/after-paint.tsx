import { useEffect, useState, type ReactNode } from 'react'

/** A page in the background is not painted. */
const UNPAINTED_MS = 500

/** Calls back when the browser has painted what is on the page now. Returns a function that cancels it. */
export function afterPaint(called: () => void): () => void {
  let timer = setTimeout(called, UNPAINTED_MS)
  // the callback comes before the paint, its timer after it
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    timer = setTimeout(called)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

/** Renders its children after the rest of the page has been painted, so that their code does not delay it. */
export function AfterPaint({ children }: { children: ReactNode }) {
  const [isPainted, setPainted] = useState(false)
  useEffect(() => afterPaint(() => setPainted(true)), [])
  return isPainted && children
}
