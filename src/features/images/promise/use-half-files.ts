import { useState } from 'react'
import type { FilesAnswer } from '#contract/gateway.ts'
import type { HalfFiles } from '#selections/outcome/import-outcome.ts'
import type { HalfSeen } from './half-files.ts'
import type { useForecast } from './use-forecast.ts'

type Read = {
  /** The rules, once they are loaded. */
  readonly forecast: ReturnType<typeof useForecast>['forecast']
  readonly files: FilesAnswer | undefined
  readonly importing: boolean
  readonly lastStarted: string | null
}

/** What the running import has still to download of half-downloaded files, by all that this page has read of them. */
export function useHalfFiles({ forecast, files, importing, lastStarted }: Read): HalfFiles | undefined {
  const [memory, setMemory] = useState<{
    readonly read: readonly unknown[]
    readonly seen: HalfSeen | null
    readonly half: HalfFiles | undefined
  }>({ read: [], seen: null, half: undefined })
  const read = [forecast, files, importing, lastStarted]
  if (!forecast || !files || read.every((one, index) => one === memory.read[index])) return memory.half
  const seen = forecast.noteHalf(memory.seen, files.resources, { importing, lastStarted })
  const half = forecast.halfFilesOf(seen, files.resources)
  setMemory({ read, seen, half })
  return half
}
