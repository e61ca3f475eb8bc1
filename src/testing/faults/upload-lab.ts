import { createHash } from 'node:crypto'
import { expect, onTestFinished, vi } from 'vitest'
import type { SumFile } from '#features/upload/engine/sum-file.ts'
import type { UploadTarget } from '#features/upload/engine/upload.ts'
import { createUploads } from '#features/upload/engine/uploads.ts'
import { startGateway } from '#gateway/server.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'
import { leapingClock } from '#lib/leaping-clock.ts'
import { fetchFrom } from '#testing/gateway/fetch-from.ts'
import { startFaultProxy } from './fault-proxy.ts'

export const sumOf: SumFile = async (file) =>
  createHash('sha256')
    .update(Buffer.from(await file.arrayBuffer()))
    .digest('hex')

export const targetOf = (name: string, more: Partial<UploadTarget> = {}): UploadTarget => ({
  name,
  architecture: 'amd64/generic',
  title: '',
  filetype: 'ddraw',
  base_image: '',
  replaces: null,
  ...more,
})
export const fileOf = (size: number, letter = 'a') => new File([Buffer.alloc(size, letter)], 'disk.raw')

type Needs = {
  readonly scenario?: string
  readonly sum?: SumFile
  /** Called before each wait for the next try. */
  readonly onWait?: () => Promise<unknown> | undefined
  /** How many ms pass between two looks at the clock: a chunk is 20 s long at most. */
  readonly tick?: number
}

/** The page's uploads, the gateway, a line with faults, and the embedded region. Nothing waits. */
export async function startUploads({ scenario = 'default', sum = sumOf, onWait, tick = 1_000 }: Needs = {}) {
  const simulator = await startEmbeddedRegion({ scenario, speed: 0 })
  const proxy = await startFaultProxy(simulator.maasUrl)
  const gateway = await startGateway({
    maasUrl: proxy.url,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    keyringFile: async () => ({ state: 'elsewhere' }),
    exchange: { wait: async () => undefined },
    pace: leapingClock(),
  })
  fetchFrom(gateway)
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await gateway.close()
    await proxy.close()
    await simulator.close()
  })
  let keys = 0
  let clock = 0
  const uploaded = () => simulator.region.resources('Uploaded').filter(({ name }) => name.startsWith('web'))
  const newTab = () =>
    createUploads({
      owner: { region: 'region', user: 'admin' },
      sum,
      newKey: () => String((keys += 1)),
      now: () => (clock += tick),
      wait: async (_, signal) => {
        await onWait?.()
        signal.throwIfAborted()
      },
      find: async ({ name }) => uploaded().find((one) => one.name === name)?.id ?? null,
      onChange: () => undefined,
    })
  const uploads = newTab()
  const one = (key: string, tab = uploads) => tab.list().find((upload) => upload.key === key)
  return {
    simulator,
    proxy,
    uploads,
    newTab,
    uploaded,
    one,
    until: async (key: string, phase: string | undefined, tab = uploads) => {
      await expect.poll(() => one(key, tab)?.phase, { timeout: 20_000 }).toBe(phase)
    },
    /** The bytes that MAAS has of the newest version. */
    done: (name: string) =>
      simulator.region.resource(uploaded().find((image) => image.name === name)?.id ?? 0).sets.at(-1)
        ?.files[0]?.done,
    /** Holds what meets a fault until `release` is called. */
    hold: () => {
      let release = () => undefined as void
      const until = new Promise<void>((resolve) => (release = resolve))
      return { until, release: () => release() }
    },
  }
}
