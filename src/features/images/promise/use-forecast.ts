import { useEffect, useState } from 'react'

type Forecast = typeof import('./forecast.ts')

let loaded: Forecast | null = null

/** The rules that forecast a save, once `needed`. An error stays until something else is drafted, which tries again. */
export function useForecast(needed: unknown): { forecast: Forecast | null; failed: boolean } {
  const [forecast, setForecast] = useState(loaded)
  const [failedFor, setFailedFor] = useState<unknown>(null)
  useEffect(() => {
    if (!needed || loaded) return undefined
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
  }, [needed])
  return { forecast: forecast ?? loaded, failed: failedFor !== null && failedFor === needed }
}
