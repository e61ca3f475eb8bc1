import { useEffect, useState } from 'react'

type Forecast = typeof import('./forecast.ts')

let loaded: Forecast | null = null

/** The rules that forecast a save, once `needed`. After a failure, another `needed` or `retry` loads them again. */
export function useForecast(needed: unknown): {
  forecast: Forecast | null
  failed: boolean
  retry: () => void
} {
  const [forecast, setForecast] = useState(loaded)
  const [failedFor, setFailedFor] = useState<unknown>(null)
  useEffect(() => {
    if (!needed || loaded || failedFor === needed) return undefined
    let left = false
    import('./forecast.ts').then(
      (rules) => {
        loaded = rules
        if (!left) setForecast(rules)
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
    forecast: forecast ?? loaded,
    failed: failedFor !== null && failedFor === needed,
    retry: () => setFailedFor(null),
  }
}
