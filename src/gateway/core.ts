import { capabilitiesOf } from '#selections/maas-version.ts'
import type { KeyringFile } from '#gateway/fetch/keyring-file.ts'
import type { Fetcher } from '#gateway/fetch/source-fetch.ts'
import { createCallerCache } from '#gateway/images/caller-cache.ts'
import { createRegionFacts } from '#gateway/images/region-facts.ts'
import type { MaasRegion } from '#gateway/region/region-client.ts'
import { catalogueRoutes } from '#gateway/routes/catalogue-routes.ts'
import { createDispatch } from '#gateway/routes/dispatch.ts'
import { maasRoutes } from '#gateway/routes/maas-routes.ts'
import { machineRoutes } from '#gateway/routes/machine-routes.ts'
import { mirrorRoutes } from '#gateway/routes/mirror-routes.ts'
import { createMatcher } from '#gateway/routes/routes.ts'
import { sessionRoutes } from '#gateway/routes/session-routes.ts'
import { uploadRoutes } from '#gateway/routes/upload-routes.ts'
import type { Attempts } from '#gateway/session/attempts.ts'
import type { Devices } from '#gateway/session/devices.ts'
import type { Sessions } from '#gateway/session/sessions.ts'
import { createCatalogueReader } from '#gateway/sources/catalogue-reader.ts'
import { createMirrorReader } from '#gateway/sources/mirror-reader.ts'
import type { SourceWork } from '#gateway/sources/process/source-work.ts'

/** What the host of the gateway provides: a Node process, or the service worker of the static demo. */
export type Host = {
  readonly region: MaasRegion
  readonly sessions: Sessions
  readonly devices: Devices
  readonly attempts: Attempts
  /** Reads the files of boot sources. */
  readonly fetcher: Fetcher
  /** Parses and verifies boot sources. */
  readonly work: SourceWork
  /** Reads a keyring that MAAS names by path, if the host has it. */
  readonly keyringFile: (name: string) => Promise<KeyringFile>
  /** The region is the embedded one, which the page shows. */
  readonly embedded: boolean
  /** Wall clock, ms. */
  readonly now: () => number
  /** The clock for cached answers of the region, ms. */
  readonly pace?: () => number
  /** How long an answer about images waits for details of single resources, ms. */
  readonly detailWaitMs?: number
}

/**
 * The routes of the gateway with all that is behind them, without the server that receives requests. Every host runs
 * the same.
 */
export function createCore(host: Host) {
  const { region, sessions, devices, attempts, fetcher, embedded, now, pace = now, detailWaitMs } = host
  const facts = createRegionFacts(region, now)
  // every page that opens reads the version, so it is usually known
  const version = async () => facts.known().version ?? (await facts.read()).version ?? ''
  const catalogue = createCatalogueReader({
    fetcher,
    work: host.work,
    keyringFile: host.keyringFile,
    reader: async () => capabilitiesOf(await version()).reader,
    now,
  })
  const callerCache = createCallerCache(region, {
    embedded,
    now,
    pace,
    offered: (image) => catalogue.newest(image),
    importsUnseen: () => capabilitiesOf(facts.known().version ?? '').syncsSelections,
    ...(detailWaitMs !== undefined && { detailWaitMs }),
  })
  const match = createMatcher([
    ...sessionRoutes({
      region,
      sessions,
      devices,
      attempts,
      facts,
      onSignIn: (key) => callerCache.signedIn(key),
    }),
    { method: 'GET', path: '/healthz', open: true, always: true, handle: async () => ok({ status: 'ok' }) },
    {
      method: 'GET',
      path: '/gateway/region',
      handle: async ({ fresh }, caller) => ok(await caller.regionAnswer(fresh)),
    },
    {
      method: 'GET',
      path: '/gateway/images',
      handle: async ({ fresh }, caller) => ok(await caller.images(fresh)),
    },
    { method: 'GET', path: '/gateway/files', handle: async (_, caller) => ok(await caller.files()) },
    ...maasRoutes(version),
    ...uploadRoutes(),
    ...machineRoutes(embedded ? null : `${region.address}/r/machines`),
    ...catalogueRoutes(catalogue),
    ...mirrorRoutes(createMirrorReader({ read: (...asked) => catalogue.forMirror(...asked), fetcher, now })),
  ])

  return {
    /** The route of a request; null: it is not in the table. */
    match,
    /** Answers a matched request. Throws a Refusal. */
    answer: createDispatch({ sessions, callerCache }),
    /** Number of API keys in use. */
    keys: () => callerCache.count(),
    /** Reads everything from the region and its sources again. */
    forgetRegion() {
      facts.forget()
      callerCache.forgetRegion()
      catalogue.forget()
    },
    /** Ends the work that runs in the background. */
    close: () => catalogue.close(),
  }
}

const ok = (body: unknown) => ({ status: 200, body })
