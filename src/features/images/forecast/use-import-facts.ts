import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { filesQuery } from '#api/images.ts'
import { useRecords } from '#api/store/use-record.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import {
  type SelectionAtStart,
  beganWith,
  isOlder,
  type RunningImport,
} from '#features/images/draft/running-import.ts'
import { UNSAVED } from '#features/images/draft/unsaved.ts'
import type { HalfFiles } from '#selections/outcome/import-outcome.ts'
import type { HalfSeen } from './half-files.ts'
import { useForecastRules } from './use-forecast-rules.ts'

type Data = ReturnType<typeof useImages>

/** What a page knows of the import that runs in a MAAS up to 3.7. */
export type ImportFacts = {
  /** What it has still to download of half-downloaded files; undefined: the files have not been read. */
  readonly half: HalfFiles | undefined
  /** What it began with; undefined: not known. */
  readonly began: SelectionAtStart | undefined
}

/**
 * @param running the import during which this tab has written selections
 * @param needed whether this page needs the files
 * @param againMs how long after half-downloaded files were first read they are read again: those that arrive have grown
 */
export function useImportFacts(
  data: Data,
  running: RunningImport | undefined,
  needed: unknown,
  againMs = AGAIN_MS,
): ImportFacts {
  const half = useHalfFiles(data, needed, againMs)
  const began = useBegan(data, running)
  return useMemo(() => ({ half, began }), [half, began])
}

const AGAIN_MS = 3_000
/** The wait doubles until the regular interval is as short. */
const LONGEST_AGAIN_MS = 30_000

/** By all that this page has read of them. */
function useHalfFiles(
  { importing, region, images }: Data,
  needed: unknown,
  againMs: number,
): HalfFiles | undefined {
  // also what others on this page have read
  const { data: files, dataUpdatedAt: readAt, refetch } = useQuery({ ...filesQuery(), enabled: !!needed })
  const { rules } = useForecastRules(needed)
  const lastStarted = region.data?.sync.lastStarted ?? null
  const [memory, setMemory] = useState<{
    readonly read: readonly unknown[]
    readonly seen: HalfSeen | null
    readonly half: HalfFiles | undefined
    /** Since when it is not known of some files whether they start over, ms; null: it is known. */
    readonly unsureSince: number | null
  }>({ read: [], seen: null, half: undefined, unsureSince: null })
  let { half, unsureSince } = memory
  const read = [rules, files, importing, lastStarted]
  if (rules && files && read.some((one, index) => one !== memory.read[index])) {
    const noticedAt = Math.max(images.dataUpdatedAt, region.dataUpdatedAt)
    const now = { importing, lastStarted, noticedAt, readAt }
    const seen = rules.noteHalf(memory.seen, files.resources, now)
    half = rules.halfFilesOf(seen, files.resources)
    unsureSince = half.unsure.size === 0 ? null : (unsureSince ?? readAt)
    setMemory({ read, seen, half, unsureSince })
  }
  useEffect(() => {
    if (unsureSince === null) return undefined
    const wait = Math.max(againMs, readAt - unsureSince)
    if (wait >= LONGEST_AGAIN_MS) return undefined
    const timer = setTimeout(() => void refetch(), wait)
    return () => clearTimeout(timer)
  }, [unsureSince, readAt, refetch, againMs])
  return half
}

/** From what the tabs of this browser have stored, or because nothing has changed since before it began. */
function useBegan(data: Data, running: RunningImport | undefined): SelectionAtStart | undefined {
  const { sources, sourcesSince, saved, region, importing, stopping, syncsSelections, owner } = data
  const isAsked = importing && !stopping && !syncsSelections
  const tabs = useRecords(UNSAVED, isAsked ? owner : null)
  const lastStarted = region.data?.sync.lastStarted ?? null
  return useMemo(() => {
    if (!isAsked || !sources || !saved) return undefined
    const now = { importing, lastStarted, sources: sources.map(({ source }) => source) }
    const found = [running, ...[...(tabs?.values() ?? [])].map(({ runningImport }) => runningImport)].flatMap(
      (one) => beganWith(one, now) ?? [],
    )
    const isUnchanged = found.length === 0 && isOlder(sourcesSince, { lastStarted })
    return (
      found.find(({ sure }) => sure) ??
      found[0] ??
      (isUnchanged ? { selected: saved, sure: true } : undefined)
    )
  }, [isAsked, importing, lastStarted, sources, sourcesSince, saved, running, tabs])
}
