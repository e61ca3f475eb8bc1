import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { refreshImages, watchImportStart } from '#api/images.ts'
import { stopOfTask } from '#api/stop/stopping.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { retryImport, type RetryEnd } from './retry-import.ts'

const NO_STEPS: readonly BoardStep[] = []

/** Waits, and rejects when the signal is aborted. */
const pauseUnless =
  (signal: AbortSignal) =>
  (ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer)
        reject(new DOMException('canceled', 'AbortError'))
      }
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', leave)
        resolve()
      }, ms)
      if (signal.aborted) leave()
      else signal.addEventListener('abort', leave, { once: true })
    })

/** Runs a retry and keeps its steps and its end for display. Leaving the page cancels it. */
export function useRetry({ region, owner }: ReturnType<typeof useImages>) {
  const client = useQueryClient()
  const [steps, setSteps] = useState(NO_STEPS)
  const [running, setRunning] = useState(false)
  const [end, setEnd] = useState<RetryEnd | null>(null)
  const aborter = useRef<AbortController | null>(null)
  useEffect(() => () => aborter.current?.abort(), [])

  const run = async () => {
    if (running || !region.data || !owner) return
    const stop = new AbortController()
    aborter.current = stop
    setRunning(true)
    setEnd(null)
    setSteps(NO_STEPS)
    const result = await retryImport({
      version: region.data.version,
      lastStarted: region.data.sync.lastStarted,
      wait: pauseUnless(stop.signal),
      signal: stop.signal,
      onSteps: setSteps,
      memory: stopOfTask(owner),
    })
    setEnd(result)
    setRunning(false)
    await refreshImages(client)
    if (result === 'started') await watchImportStart(client)
  }
  return { running, steps, end, run: () => void run(), cancel: () => aborter.current?.abort() }
}
