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
}

const OWNER = { region: 'r1', user: 'admin' }
const STARTED = '2026-11-26T09:00:00Z'

/** MAAS 3.5 during an import that downloads an image until it is stopped. */
export function stoppingMaas({ isDeaf = false, refuses = false, answers = true, stalls = false }: Maas = {}) {
  let now = 0
  let importing = true
  let stops = 0
  const stop = () => {
    stops += 1
    if (!isDeaf && !refuses && !stalls) importing = false
    if (!answers) throw new TypeError('Failed to fetch')
    return refuses
      ? Response.json({ error: { code: 'forbidden', message: 'No.' } }, { status: 403 })
      : Response.json('Import is being stopped')
  }
  const images = (): ImagesAnswer => ({
    importing,
    unread: 0,
    images: [anImage([], { incoming: { bytes: 1_000_000, done: stalls ? 0 : now } })],
  })
  vi.stubGlobal('fetch', async (path: string) => {
    if (path.endsWith('op=stop_import')) return stop()
    if (path.endsWith('op=is_importing')) return Response.json(importing)
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
    stops: () => stops,
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
