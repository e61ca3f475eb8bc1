import { useEffect, useState } from 'react'

/** The value (JSON only), once it has been the same for `ms` milliseconds. */
export function useDebounced<Value>(value: Value, ms: number): { debounced: Value; isCurrent: boolean } {
  const [debounced, setDebounced] = useState(value)
  const text = JSON.stringify(value)
  const isCurrent = text === JSON.stringify(debounced)
  useEffect(() => {
    if (isCurrent) return undefined
    const timer = setTimeout(() => setDebounced(JSON.parse(text) as Value), ms)
    return () => clearTimeout(timer)
  }, [text, isCurrent, ms])
  return { debounced, isCurrent }
}
