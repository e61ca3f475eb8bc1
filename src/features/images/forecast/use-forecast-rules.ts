import { useEffect, useState } from 'react'

type ForecastRules = typeof import('./forecast-rules.ts')

let loaded: ForecastRules | null = null

/** The rules that forecast a save, once `needed`. After a failure, another `needed` or `retry` loads them again. */
export function useForecastRules(needed: unknown): {
  rules: ForecastRules | null
  failed: boolean
  retry: () => void
} {
  const [rules, setRules] = useState(loaded)
  const [failedFor, setFailedFor] = useState<unknown>(null)
  useEffect(() => {
    if (!needed || loaded || failedFor === needed) return undefined
    let left = false
    import('./forecast-rules.ts').then(
      (fetched) => {
        loaded = fetched
        if (!left) setRules(fetched)
      },
      () => {
        if (!left) setFailedFor(needed)
      },
    )
    return () => {
      left = true
    }
  }, [needed, failedFor])
  return {
    rules: rules ?? loaded,
    failed: failedFor !== null && failedFor === needed,
    retry: () => setFailedFor(null),
  }
}
