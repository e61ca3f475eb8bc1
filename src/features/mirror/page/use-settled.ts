import { useEffect, useState } from 'react'

/** The value (JSON only), once it has been the same for `ms` milliseconds. */
export function useSettled<Value>(value: Value, ms: number): { settled: Value; isSettled: boolean } {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  const isSettled = text === JSON.stringify(settled)
  useEffect(() => {
    if (isSettled) return undefined
    const timer = setTimeout(() => setSettled(JSON.parse(text) as Value), ms)
    return () => clearTimeout(timer)
  }, [text, isSettled, ms])
  return { settled, isSettled }
}
