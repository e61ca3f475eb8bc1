import { useEffect, useRef } from 'react'

type Edit = {
  /** Takes over what the region has by now. */
  readonly onReread: (() => Promise<void>) | undefined
  /** Leaves the end of the change behind. */
  readonly reset: () => void
  /** Says at its field what is wrong with what was typed. */
  readonly check: () => void
}

/** Leads from a change that was refused back to its form, with all that was typed. */
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
