import { useEffect, useState } from 'react'
import type { LazyModule } from '#lib/lazy-module.ts'

type Lazy<T> = {
  /** null: not fetched yet. */
  readonly value: T | null
  /** The module could not be fetched. Stays true during a retry. */
  readonly failed: boolean
  readonly retrying: boolean
  readonly retry: () => void
}

/** A module that is fetched when it is `needed`. If it is already there, the first render has it. */
export function useLazy<T>(module: LazyModule<T>, needed = true): Lazy<T> {
  const [tries, setTries] = useState(0)
  // the try that has ended; setting it renders again, which reads the module
  const [ended, setEnded] = useState<{ tries: number; failed: boolean } | null>(null)
  // if the module arrives between the render and the effect, load() in the effect resolves and renders again
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
