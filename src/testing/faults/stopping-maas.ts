import { onTestFinished, vi } from 'vitest'
import { removeRecord } from '#api/store/records.ts'
import { runningStop, STOP } from '#api/stop/stopping.ts'
import type { ImagesAnswer } from '#contract/gateway.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { anImage } from '#testing/image-fixtures.ts'

type Maas = {
  /** Whether MAAS was removing images when it got the first stop, so that it ignores all of them. */
  readonly isDeaf?: boolean
  readonly refuses?: boolean
  /** Whether its answer to a stop arrives. */
  readonly answers?: boolean
  /** Whether no bytes arrive, and the import does not stop either. */
  readonly stalls?: boolean
  /** How long after a stop it ends, ms. */
  readonly endsAfterMs?: number
}

const OWNER = { region: 'r1', user: 'admin' }
const STARTED = '2026-11-26T09:00:00Z'

/** MAAS 3.5 during an import that downloads an image until it is stopped. */
export function stoppingMaas({ isDeaf, refuses, answers = true, stalls, endsAfterMs = 0 }: Maas = {}) {
  let now = 0
  /** When the stopped import ends; null: it has not heard a stop. */
  let endsAt: number | null = null
  const calls: ('stop' | 'end' | 'import')[] = []
  const stop = () => {
    calls.push('stop')
    if (refuses) return Response.json({ error: { code: 'forbidden', message: 'No.' } }, { status: 403 })
    if (!isDeaf && !stalls) endsAt ??= now + endsAfterMs
    if (!answers) throw new TypeError('Failed to fetch')
    return Response.json('Import is being stopped')
  }
  const isImporting = () => {
    if (endsAt === null || now < endsAt) return true
    if (!calls.includes('end')) calls.push('end')
    return false
  }
  const done = () => (stalls || endsAt !== null ? 0 : now)
  const images = (): ImagesAnswer => ({
    importing: isImporting(),
    unread: 0,
    images: [anImage([], { incoming: { bytes: 1_000_000, done: done() } })],
  })
  vi.stubGlobal('fetch', async (path: string) => {
    if (path.endsWith('op=stop_import')) return stop()
    if (path.endsWith('op=import')) calls.push('import')
    if (path.endsWith('op=is_importing')) return Response.json(isImporting())
    if (path.endsWith('/gateway/images')) return Response.json(images())
    return Response.json({ ...aRegionAnswer(), version: '3.5.13', sync: { lastStarted: STARTED } })
  })
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await removeRecord(STOP, OWNER)
  })
  return {
    /** Who stops it, in this browser. */
    owner: OWNER,
    /** When the import began, ISO. */
    started: STARTED,
    /** What was asked of it, and its end. */
    calls: () => calls,
    stops: () => calls.filter((call) => call === 'stop').length,
    wait: async (ms: number): Promise<void> => void (now += ms),
    /** Whether a save waits for the end of the import before it starts another one. */
    savesWait: async (): Promise<boolean> =>
      (await runningStop(OWNER, {
        importing: true,
        lastStarted: STARTED,
        readAt: Date.now() + 1_000,
      })) !== null,
  }
}
