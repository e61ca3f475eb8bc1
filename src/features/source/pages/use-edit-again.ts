import { useEffect, useRef } from 'react'

type Edit = {
  /** Replaces the known state with the current one. */
  readonly onReread: (() => Promise<void>) | undefined
  /** Dismisses the outcome of the change. */
  readonly reset: () => void
  /** Validates the entries and shows errors at their fields. */
  readonly check: () => void
}

/** Leads from a refused change back to its form, with all entries kept. */
export function useEditAgain({ onReread, reset, check }: Edit): () => void {
  const isBack = useRef(false)
  useEffect(() => {
    if (!isBack.current) return
    isBack.current = false
    check()
  })
  const edit = async () => {
    await onReread?.()
    isBack.current = true
    reset()
  }
  return () => void edit()
}
