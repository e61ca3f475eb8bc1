import { useEffect, useState } from 'react'
import type { LazyModule } from '#lib/lazy-module.ts'

type Lazy<T> = {
  /** null: not fetched yet. */
  readonly value: T | null
  /** It could not be fetched. Stays true while it is fetched again. */
  readonly failed: boolean
  readonly retrying: boolean
  readonly retry: () => void
}

/** A module, fetched once it is `needed`. What is there already is there in the first render. */
export function useLazy<T>(module: LazyModule<T>, needed = true): Lazy<T> {
  const [tries, setTries] = useState(0)
  // of which try this is the end; a new render reads the module
  const [ended, setEnded] = useState<{ tries: number; failed: boolean } | null>(null)
  // what a render has missed, because it arrived right after, is found by the effect: it asks the module again
  const value = module.current()
  const isMissing = needed && value === null
  useEffect(() => {
    if (!isMissing) return undefined
    let left = false
    const end = (failed: boolean) => {
      if (!left) setEnded({ tries, failed })
    }
    module.load().then(
      () => end(false),
      () => end(true),
    )
    return () => {
      left = true
    }
  }, [module, isMissing, tries])
  const failed = value === null && ended?.failed === true
  return {
    value,
    failed,
    retrying: failed && ended.tries !== tries,
    retry: () => setTries((count) => count + 1),
  }
}
