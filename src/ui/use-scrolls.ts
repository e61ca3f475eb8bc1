import { useEffect, useState, type RefObject } from 'react'

/**
 * Whether the content of a box is taller than the box: then the box must be focusable, so that the keyboard can
 * scroll it.
 */
export function useScrolls(
  box: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
): boolean {
  const [scrolls, setScrolls] = useState(false)
  useEffect(() => {
    const [outer, inner] = [box.current, content.current]
    if (!outer || !inner || typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(() => setScrolls(outer.scrollHeight > outer.clientHeight))
    observer.observe(outer)
    observer.observe(inner)
    return () => observer.disconnect()
  }, [box, content])
  return scrolls
}
